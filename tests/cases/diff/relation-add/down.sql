-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 6: expand.

BEGIN;

-- foreign_key.drop leads.leads_campaign_id_fkey: The foreign key `leads_campaign_id_fkey` of `leads` is dropped.
-- INTEGRITY_LOOSENED: rows of `leads` may point at rows of `campaigns` that are not there
ALTER TABLE public.leads DROP CONSTRAINT leads_campaign_id_fkey;

-- foreign_key.drop leads.leads_campaign_id_plain_fkey: The foreign key `leads_campaign_id_plain_fkey` of `leads` is
-- dropped.
-- INTEGRITY_LOOSENED: rows of `leads` may point at rows of `campaigns` that are not there
ALTER TABLE public.leads DROP CONSTRAINT leads_campaign_id_plain_fkey;

COMMIT;

-- Part 2 of 6: index, outside a transaction.

-- index.add campaigns.campaigns_organization_id_idx: The index `campaigns_organization_id_idx` of `campaigns` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `campaigns` is built from all of its rows
CREATE INDEX CONCURRENTLY campaigns_organization_id_idx ON public.campaigns (organization_id);

-- Part 3 of 6: switch.

BEGIN;

-- unique.drop campaigns.campaigns_organization_id_id_key: The unique constraint `campaigns_organization_id_id_key` of
-- `campaigns` is dropped.
-- INTEGRITY_LOOSENED: rows may be alike where `campaigns_organization_id_id_key` kept them apart
ALTER TABLE public.campaigns DROP CONSTRAINT campaigns_organization_id_id_key;

COMMIT;

-- Part 4 of 6: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (campaign_id), UPDATE (campaign_id) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (campaign_id), UPDATE (campaign_id) on `leads`
REVOKE INSERT (campaign_id), UPDATE (campaign_id) ON TABLE public.leads FROM demo_app;

COMMIT;

-- Part 5 of 6: contract, outside a transaction.

-- index.drop leads.leads_campaign_id_organization_id_idx: The index `leads_campaign_id_organization_id_idx` of `leads`
-- is dropped.
-- INDEX_DROPPED: queries that use `leads_campaign_id_organization_id_idx` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_campaign_id_organization_id_idx;

-- Part 6 of 6: contract.

BEGIN;

-- column.drop leads.campaign_id: The column `leads.campaign_id` is dropped.
-- DELETES_DATA: the values of `leads.campaign_id` are lost; stop using the column in one release and drop it in the
--               next, with a backup
--   count: SELECT count(*) FROM public.leads WHERE campaign_id IS NOT NULL
ALTER TABLE public.leads DROP COLUMN campaign_id;

COMMIT;
