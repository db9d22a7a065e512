-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rewrite.

BEGIN;

-- column.type leads.budget: The column `leads.budget` changes its type from `"numeric"(14,2)` to `"numeric"(10,2)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `budget` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.leads WHERE budget IS NOT NULL
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads ALTER COLUMN budget TYPE "numeric"(10,2);

COMMIT;
