-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 3: index, outside a transaction.

-- index.add leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `leads` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_organization_id_idx ON public.leads (organization_id);

-- Part 2 of 3: index, outside a transaction.

-- index.change leads.leads_organization_id_number_key: The index `leads_organization_id_number_key` of `leads` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `leads` are alike; find the rows that are alike, and mend them first
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_leads_organization_id_number_key ON public.leads (organization_id, number) WHERE NOT closed;

-- Part 3 of 3: switch.

BEGIN;

-- index.change leads.leads_organization_id_number_key: The index `leads_organization_id_number_key` of `leads` changes.
ALTER TABLE public.leads DROP CONSTRAINT leads_organization_id_number_key;

ALTER INDEX public.crmgen_new_leads_organization_id_number_key RENAME TO leads_organization_id_number_key;

COMMIT;
