-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- sequence.add numbers: The sequence `numbers` is made.
CREATE SEQUENCE public.numbers AS bigint;

-- column.default t.id: The column `t.id` gets the default `nextval('public.numbers'::regclass)`.
-- BEHAVIOUR_CHANGE: inserts that leave out `id` store another value, or none
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.numbers'::regclass);

COMMIT;
