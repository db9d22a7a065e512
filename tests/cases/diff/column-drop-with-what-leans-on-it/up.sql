-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 7: expand.

BEGIN;

-- check.drop leads.leads_faxed_check: The check `leads_faxed_check` of `leads` is dropped.
-- INTEGRITY_LOOSENED: rows are no longer held to `fax <> name`
ALTER TABLE public.leads DROP CONSTRAINT leads_faxed_check;

COMMIT;

-- Part 2 of 7: index, outside a transaction.

-- index.add leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `leads` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_organization_id_idx ON public.leads (organization_id);

-- Part 3 of 7: switch.

BEGIN;

-- unique.drop leads.leads_organization_id_fax_key: The unique constraint `leads_organization_id_fax_key` of `leads` is
-- dropped.
-- INTEGRITY_LOOSENED: rows may be alike where `leads_organization_id_fax_key` kept them apart
ALTER TABLE public.leads DROP CONSTRAINT leads_organization_id_fax_key;

COMMIT;

-- Part 4 of 7: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (fax), UPDATE (fax) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (fax), UPDATE (fax) on `leads`
REVOKE INSERT (fax), UPDATE (fax) ON TABLE public.leads FROM demo_app;

COMMIT;

-- Part 5 of 7: contract.

BEGIN;

-- column.drop leads.digits: The column `leads.digits` is dropped.
ALTER TABLE public.leads DROP COLUMN digits;

COMMIT;

-- Part 6 of 7: contract, outside a transaction.

-- index.drop leads.leads_organization_id_fax_idx: The index `leads_organization_id_fax_idx` of `leads` is dropped.
-- INDEX_DROPPED: queries that use `leads_organization_id_fax_idx` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_organization_id_fax_idx;

-- Part 7 of 7: contract.

BEGIN;

-- column.drop leads.fax: The column `leads.fax` is dropped.
-- DELETES_DATA: the values of `leads.fax` are lost; stop using the column in one release and drop it in the next, with
--               a backup
--   count: SELECT count(*) FROM public.leads WHERE fax IS NOT NULL
ALTER TABLE public.leads DROP COLUMN fax;

COMMIT;
