-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 3: expand.

BEGIN;

-- check.change leads.leads_state_enum_check: The check `leads_state_enum_check` of `leads` changes.
ALTER TABLE public.leads ADD CONSTRAINT crmgen_new_leads_state_enum_check CHECK (state IN ('OPEN', 'CLOSED', 'LOST')) NOT VALID;

COMMIT;

-- Part 2 of 3: validate.

BEGIN;

-- check.change leads.leads_state_enum_check: The check `leads_state_enum_check` of `leads` changes.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `state IN ('OPEN', 'CLOSED', 'LOST')`; mend those rows first
--   count: SELECT count(*) FROM public.leads WHERE NOT (state IN ('OPEN', 'CLOSED', 'LOST'))
ALTER TABLE public.leads VALIDATE CONSTRAINT crmgen_new_leads_state_enum_check;

COMMIT;

-- Part 3 of 3: switch.

BEGIN;

-- check.change leads.leads_state_enum_check: The check `leads_state_enum_check` of `leads` changes.
ALTER TABLE public.leads DROP CONSTRAINT leads_state_enum_check;

ALTER TABLE public.leads RENAME CONSTRAINT crmgen_new_leads_state_enum_check TO leads_state_enum_check;

COMMIT;
