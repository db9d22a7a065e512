-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rename.

BEGIN;

-- constraint.rename leads.leads_pointed_check: The constraint `leads_scored_check` of `leads` is called
-- `leads_pointed_check`.
ALTER TABLE public.leads RENAME CONSTRAINT leads_scored_check TO leads_pointed_check;

COMMIT;
