-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- object.add t.apart: The exclusion constraint `apart` of `t` is made.
-- LOCKS_ALL: nobody reads or writes the table while its index is built
-- MAY_FAIL_ON_DATA: it fails where rows meet that `apart` keeps apart
ALTER TABLE public.t ADD CONSTRAINT apart EXCLUDE USING gist (during WITH &&);

COMMIT;
