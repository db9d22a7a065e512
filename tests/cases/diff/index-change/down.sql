-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: index, outside a transaction.

-- index.change leads.leads_search: The index `leads_search` of `leads` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY crmgen_new_leads_search ON public.leads (organization_id, name);

-- Part 2 of 2: switch.

BEGIN;

-- index.change leads.leads_search: The index `leads_search` of `leads` changes.
DROP INDEX public.leads_search;

ALTER INDEX public.crmgen_new_leads_search RENAME TO leads_search;

COMMIT;
