-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: expand.

BEGIN;

-- function.add gone: The function `public.gone(int4)` is made.
CREATE FUNCTION public.gone(n integer)
RETURNS integer
LANGUAGE sql
AS $function$ SELECT n $function$;

COMMIT;

-- Part 2 of 2: contract.

BEGIN;

-- function.drop come: The function `public.come(text)` is dropped.
-- UNTRACKED_DEPENDENCY: what still calls `public.come(text)` fails; see that nothing calls it any more
DROP FUNCTION public.come(text);

COMMIT;
