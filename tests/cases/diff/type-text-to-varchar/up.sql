-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rewrite.

BEGIN;

-- column.type leads.name: The column `leads.name` changes its type from `text` to `varchar(200)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `name` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.leads WHERE length(name::text) > 200
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads ALTER COLUMN name TYPE varchar(200);

COMMIT;
