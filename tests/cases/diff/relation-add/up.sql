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

-- column.add leads.campaign_id: The column `leads.campaign_id` is added.
ALTER TABLE public.leads ADD COLUMN campaign_id uuid;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (campaign_id), UPDATE (campaign_id) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (campaign_id), UPDATE (campaign_id) on `leads`
GRANT INSERT (campaign_id), UPDATE (campaign_id) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 2 of 7: index, outside a transaction.

-- unique.add campaigns.campaigns_organization_id_id_key: The unique constraint `campaigns_organization_id_id_key` of
-- `campaigns` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `campaigns` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY campaigns_organization_id_id_key ON public.campaigns (organization_id, id);

-- Part 3 of 7: index, outside a transaction.

-- index.add leads.leads_campaign_id_organization_id_idx: The index `leads_campaign_id_organization_id_idx` of `leads`
-- is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_campaign_id_organization_id_idx ON public.leads (campaign_id, organization_id);

-- Part 4 of 7: switch.

BEGIN;

-- unique.add campaigns.campaigns_organization_id_id_key: The unique constraint `campaigns_organization_id_id_key` of
-- `campaigns` is made.
ALTER TABLE public.campaigns ADD CONSTRAINT campaigns_organization_id_id_key UNIQUE USING INDEX campaigns_organization_id_id_key;

-- foreign_key.add leads.leads_campaign_id_fkey: The foreign key `leads_campaign_id_fkey` of `leads` is added.
ALTER TABLE public.leads ADD CONSTRAINT leads_campaign_id_fkey FOREIGN KEY (organization_id, campaign_id) REFERENCES public.campaigns (organization_id, id) ON DELETE SET NULL (campaign_id) NOT VALID;

-- foreign_key.add leads.leads_campaign_id_plain_fkey: The foreign key `leads_campaign_id_plain_fkey` of `leads` is
-- added.
ALTER TABLE public.leads ADD CONSTRAINT leads_campaign_id_plain_fkey FOREIGN KEY (campaign_id) REFERENCES public.campaigns (id) ON DELETE SET NULL NOT VALID;

COMMIT;

-- Part 5 of 7: validate.

BEGIN;

-- foreign_key.add leads.leads_campaign_id_fkey: The foreign key `leads_campaign_id_fkey` of `leads` is added.
-- LOCKS_ALL: nobody reads or writes `campaigns` and `leads` until the transaction ends, as row security is lifted from
--            the owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.campaigns NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_campaign_id_fkey;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.campaigns FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 6 of 7: validate.

BEGIN;

-- foreign_key.add leads.leads_campaign_id_plain_fkey: The foreign key `leads_campaign_id_plain_fkey` of `leads` is
-- added.
-- LOCKS_ALL: nobody reads or writes `campaigns` and `leads` until the transaction ends, as row security is lifted from
--            the owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.campaigns NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_campaign_id_plain_fkey;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.campaigns FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 7 of 7: contract, outside a transaction.

-- index.drop campaigns.campaigns_organization_id_idx: The index `campaigns_organization_id_idx` of `campaigns` is
-- dropped.
-- INDEX_DROPPED: queries that use `campaigns_organization_id_idx` turn to `campaigns_organization_id_id_key`, which
--                covers it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.campaigns_organization_id_idx;
