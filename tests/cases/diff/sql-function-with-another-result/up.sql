-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- dependent.remake t.a: The default of `t.a` is set again, as the function that it calls is made again.
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;

-- dependent.remake answer: The function `answer` is dropped and made again.
DROP FUNCTION public.answer();

CREATE FUNCTION public.answer()
RETURNS bigint
LANGUAGE sql
STABLE
AS $function$ SELECT 42::bigint $function$;

-- dependent.remake t.a: The default of `t.a` is set again, as the function that it calls is made again.
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT answer();

COMMIT;
