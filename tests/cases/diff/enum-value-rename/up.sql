-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rename.

BEGIN;

-- enum.value.rename State.CLOSED: The value `WON` of `State` is called `CLOSED`.
ALTER TYPE public."State" RENAME VALUE 'WON' TO 'CLOSED';

COMMIT;
