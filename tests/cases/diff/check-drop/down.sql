-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: expand.

BEGIN;

-- check.add leads.leads_scored_check: The check `leads_scored_check` of `leads` is added.
ALTER TABLE public.leads ADD CONSTRAINT leads_scored_check CHECK (score >= 0) NOT VALID;

COMMIT;

-- Part 2 of 2: validate.

BEGIN;

-- check.add leads.leads_scored_check: The check `leads_scored_check` of `leads` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `score >= 0`; mend those rows first
--   count: SELECT count(*) FROM public.leads WHERE NOT (score >= 0)
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_scored_check;

COMMIT;
