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

-- column.type leads.budget: The column `leads.budget` changes its type from `"numeric"(12,4)` to `"numeric"(12,2)`.
-- CHANGES_VALUES: values of `budget` are rounded or cut; keep the wider type, or accept the loss
--   count: SELECT count(*) FROM public.leads WHERE budget IS DISTINCT FROM budget::"numeric"(12,2)::"numeric"(12,4)
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads ALTER COLUMN budget TYPE "numeric"(12,2);

COMMIT;
