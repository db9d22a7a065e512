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

-- dependent.remake leads.leads_score_check: The constraint `leads.leads_score_check` is made again with `leads`.
ALTER TABLE public.leads DROP CONSTRAINT leads_score_check;

-- column.type leads.score: The column `leads.score` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads ALTER COLUMN score DROP DEFAULT, ALTER COLUMN score TYPE bigint, ALTER COLUMN score SET DEFAULT 7;

-- dependent.remake leads.leads_score_check: The constraint `leads.leads_score_check` is made again with `leads`.
ALTER TABLE public.leads ADD CONSTRAINT leads_score_check CHECK (score >= 0);

COMMIT;
