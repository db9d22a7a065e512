-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- foreign_key.change b.b_a_fkey: The foreign key `b_a_fkey` of `b` is checked at another time.
-- BEHAVIOUR_CHANGE: transactions find out earlier or later that a row is missing
ALTER TABLE public.b ALTER CONSTRAINT b_a_fkey DEFERRABLE INITIALLY DEFERRED;

COMMIT;
