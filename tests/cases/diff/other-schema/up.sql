-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = crm;

-- Part 1 of 3: expand.

BEGIN;

-- column.add crm.leads.state: The column `crm.leads.state` is added.
ALTER TABLE crm.leads ADD COLUMN state crm."State" NOT NULL DEFAULT 'OPEN';

-- privilege.grant crm.leads.demo_app: `demo_app` may INSERT (state), UPDATE (state) on `crm.leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (state), UPDATE (state) on `crm.leads`
GRANT INSERT (state), UPDATE (state) ON TABLE crm.leads TO demo_app;

COMMIT;

-- Part 2 of 3: index, outside a transaction.

-- index.add crm.leads.leads_organization_id_name_idx: The index `leads_organization_id_name_idx` of `crm.leads` is
-- made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `crm.leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_organization_id_name_idx ON crm.leads (organization_id, name);

-- Part 3 of 3: contract, outside a transaction.

-- index.drop crm.leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `crm.leads` is dropped.
-- INDEX_DROPPED: queries that use `leads_organization_id_idx` turn to `leads_organization_id_name_idx`, which covers it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY crm.leads_organization_id_idx;
