-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: index, outside a transaction.

-- unique.change leads.leads_numbered: The unique constraint `leads_numbered` of `leads` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `leads` are alike; find the rows that are alike, and mend them first
--   count: SELECT count(*) FROM (SELECT 1 FROM public.leads WHERE organization_id IS NOT NULL AND number IS NOT NULL
--          GROUP BY organization_id, number HAVING count(*) > 1) AS alike
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_leads_numbered ON public.leads (organization_id, number);

-- Part 2 of 2: switch.

BEGIN;

-- unique.change leads.leads_numbered: The unique constraint `leads_numbered` of `leads` changes.
ALTER TABLE public.leads DROP CONSTRAINT leads_numbered;

ALTER TABLE public.leads ADD CONSTRAINT leads_numbered UNIQUE USING INDEX crmgen_new_leads_numbered;

COMMIT;
