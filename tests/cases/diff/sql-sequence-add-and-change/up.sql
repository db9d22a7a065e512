-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- sequence.add other: The sequence `other` is made.
CREATE SEQUENCE public.other AS bigint START WITH 100;

-- sequence.change numbers: The sequence `numbers` changes.
ALTER SEQUENCE public.numbers CACHE 5 INCREMENT BY 10;

COMMIT;
