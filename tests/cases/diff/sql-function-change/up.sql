-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- function.change twice: The function `public.twice(int4)` changes.
-- BEHAVIOUR_CHANGE: whatever calls `public.twice(int4)` gets what the new one does
CREATE OR REPLACE FUNCTION public.twice(n integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$ SELECT n * 2 $function$;

COMMIT;
