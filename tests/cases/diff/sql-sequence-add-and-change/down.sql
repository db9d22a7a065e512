-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: switch.

BEGIN;

-- sequence.change numbers: The sequence `numbers` changes.
ALTER SEQUENCE public.numbers CACHE 1 INCREMENT BY 1;

COMMIT;

-- Part 2 of 2: contract.

BEGIN;

-- sequence.drop other: The sequence `other` is dropped.
DROP SEQUENCE public.other;

COMMIT;
