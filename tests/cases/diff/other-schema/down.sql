-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = crm;

-- Part 1 of 4: index, outside a transaction.

-- index.add crm.leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `crm.leads` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `crm.leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_organization_id_idx ON crm.leads (organization_id);

-- Part 2 of 4: switch.

BEGIN;

-- privilege.revoke crm.leads.demo_app: `demo_app` may no longer INSERT (state), UPDATE (state) on `crm.leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (state), UPDATE (state) on `crm.leads`
REVOKE INSERT (state), UPDATE (state) ON TABLE crm.leads FROM demo_app;

COMMIT;

-- Part 3 of 4: contract.

BEGIN;

-- column.drop crm.leads.state: The column `crm.leads.state` is dropped.
-- DELETES_DATA: the values of `crm.leads.state` are lost; stop using the column in one release and drop it in the next,
--               with a backup
--   count: SELECT count(*) FROM crm.leads WHERE state IS NOT NULL
ALTER TABLE crm.leads DROP COLUMN state;

COMMIT;

-- Part 4 of 4: contract, outside a transaction.

-- index.drop crm.leads.leads_organization_id_name_idx: The index `leads_organization_id_name_idx` of `crm.leads` is
-- dropped.
-- INDEX_DROPPED: queries that use `leads_organization_id_name_idx` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY crm.leads_organization_id_name_idx;
