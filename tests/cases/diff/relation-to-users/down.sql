-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 3: expand.

BEGIN;

-- foreign_key.drop leads.leads_owner_id_fkey: The foreign key `leads_owner_id_fkey` of `leads` is dropped.
-- INTEGRITY_LOOSENED: rows of `leads` may point at rows of `organization_members` that are not there
ALTER TABLE public.leads DROP CONSTRAINT leads_owner_id_fkey;

-- foreign_key.drop leads.leads_owner_id_plain_fkey: The foreign key `leads_owner_id_plain_fkey` of `leads` is dropped.
-- INTEGRITY_LOOSENED: rows of `leads` may point at rows of `users` that are not there
ALTER TABLE public.leads DROP CONSTRAINT leads_owner_id_plain_fkey;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (owner_id), UPDATE (owner_id) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (owner_id), UPDATE (owner_id) on `leads`
REVOKE INSERT (owner_id), UPDATE (owner_id) ON TABLE public.leads FROM demo_app;

COMMIT;

-- Part 2 of 3: contract, outside a transaction.

-- index.drop leads.leads_owner_id_organization_id_idx: The index `leads_owner_id_organization_id_idx` of `leads` is
-- dropped.
-- INDEX_DROPPED: queries that use `leads_owner_id_organization_id_idx` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_owner_id_organization_id_idx;

-- Part 3 of 3: contract.

BEGIN;

-- column.drop leads.owner_id: The column `leads.owner_id` is dropped.
-- DELETES_DATA: the values of `leads.owner_id` are lost; stop using the column in one release and drop it in the next,
--               with a backup
--   count: SELECT count(*) FROM public.leads WHERE owner_id IS NOT NULL
ALTER TABLE public.leads DROP COLUMN owner_id;

COMMIT;
