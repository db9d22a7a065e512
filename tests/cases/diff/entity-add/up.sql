-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 4: expand.

BEGIN;

-- enum.add Stage: The type `Stage` is made.
CREATE TYPE public."Stage" AS ENUM ('OPEN', 'WON', 'LOST');

-- table.add deals: The table `deals` is made.
CREATE TABLE public.deals (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL DEFAULT app.current_org_id(),
    title text NOT NULL,
    stage public."Stage" NOT NULL DEFAULT 'OPEN',
    net "numeric"(12,2) NOT NULL,
    gross "numeric"(12,2) NOT NULL GENERATED ALWAYS AS (net * 2) STORED,
    lead_id uuid NOT NULL,
    CONSTRAINT deals_pkey PRIMARY KEY (id),
    CONSTRAINT deals_organization_id_title_key UNIQUE (organization_id, title),
    CONSTRAINT deals_net_check CHECK (net >= 0)
);

-- index.add deals.deals_lead_id_organization_id_idx: The index `deals_lead_id_organization_id_idx` of `deals` is made.
CREATE INDEX deals_lead_id_organization_id_idx ON public.deals (lead_id, organization_id);

-- index.add deals.deals_organization_id_stage_idx: The index `deals_organization_id_stage_idx` of `deals` is made.
CREATE INDEX deals_organization_id_stage_idx ON public.deals (organization_id, stage);

-- foreign_key.add deals.deals_organization_id_fkey: The foreign key `deals_organization_id_fkey` of `deals` is made.
-- LOCKS_ALL: nobody reads or writes `organizations` until the transaction ends, as row security is lifted from the
--            owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.deals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.deals ADD CONSTRAINT deals_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations (id) ON DELETE CASCADE;
ALTER TABLE public.deals FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations FORCE ROW LEVEL SECURITY;

-- trigger.add deals.keep_tenant: The trigger `keep_tenant` of `deals` is made.
CREATE TRIGGER keep_tenant BEFORE UPDATE ON public.deals FOR EACH ROW WHEN (old.organization_id IS DISTINCT FROM new.organization_id) EXECUTE FUNCTION app.refuse_tenant_change();

-- policy.add deals.app_access: The policy `app_access` of `deals` is made.
CREATE POLICY app_access ON public.deals AS PERMISSIVE FOR ALL TO demo_app USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()));

-- policy.add deals.readonly_select: The policy `readonly_select` of `deals` is made.
CREATE POLICY readonly_select ON public.deals AS PERMISSIVE FOR SELECT TO demo_readonly USING (organization_id = (SELECT app.current_org_id()));

-- policy.add deals.tenant_wall: The policy `tenant_wall` of `deals` is made.
CREATE POLICY tenant_wall ON public.deals AS RESTRICTIVE FOR ALL TO PUBLIC USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()));

-- row_security.enable deals: Row security of `deals` is turned on.
ALTER TABLE public.deals ENABLE ROW LEVEL SECURITY;

-- row_security.force deals: Row security of `deals` holds for the owner too.
ALTER TABLE public.deals FORCE ROW LEVEL SECURITY;

-- privilege.grant deals.demo_admin: `demo_admin` may DELETE, INSERT, SELECT, UPDATE on `deals`.
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.deals TO demo_admin;

-- privilege.grant deals.demo_app: `demo_app` may DELETE, INSERT (lead_id, net, organization_id, stage, title), SELECT,
-- UPDATE (lead_id, net, stage, title) on `deals`.
GRANT DELETE, INSERT (lead_id, net, organization_id, stage, title), SELECT, UPDATE (lead_id, net, stage, title) ON TABLE public.deals TO demo_app;

-- privilege.grant deals.demo_readonly: `demo_readonly` may SELECT on `deals`.
GRANT SELECT ON TABLE public.deals TO demo_readonly;

COMMIT;

-- Part 2 of 4: index, outside a transaction.

-- unique.add leads.leads_organization_id_id_key: The unique constraint `leads_organization_id_id_key` of `leads` is
-- made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY leads_organization_id_id_key ON public.leads (organization_id, id);

-- Part 3 of 4: switch.

BEGIN;

-- unique.add leads.leads_organization_id_id_key: The unique constraint `leads_organization_id_id_key` of `leads` is
-- made.
ALTER TABLE public.leads ADD CONSTRAINT leads_organization_id_id_key UNIQUE USING INDEX leads_organization_id_id_key;

-- foreign_key.add deals.deals_lead_id_fkey: The foreign key `deals_lead_id_fkey` of `deals` is made.
-- LOCKS_ALL: nobody reads or writes `leads` until the transaction ends, as row security is lifted from the owner
--            meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.deals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.deals ADD CONSTRAINT deals_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES public.leads (organization_id, id) ON DELETE CASCADE;
ALTER TABLE public.deals FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

-- foreign_key.add deals.deals_lead_id_plain_fkey: The foreign key `deals_lead_id_plain_fkey` of `deals` is made.
-- LOCKS_ALL: nobody reads or writes `leads` until the transaction ends, as row security is lifted from the owner
--            meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.deals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.deals ADD CONSTRAINT deals_lead_id_plain_fkey FOREIGN KEY (lead_id) REFERENCES public.leads (id) ON DELETE CASCADE;
ALTER TABLE public.deals FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

-- comment deals: The comment on TABLE public.deals changes.
COMMENT ON TABLE public.deals IS 'What somebody may buy.';

-- comment deals.organization_id: The comment on COLUMN public.deals.organization_id changes.
COMMENT ON COLUMN public.deals.organization_id IS 'The organization that the row belongs to.';

COMMIT;

-- Part 4 of 4: contract, outside a transaction.

-- index.drop leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `leads` is dropped.
-- INDEX_DROPPED: queries that use `leads_organization_id_idx` turn to `leads_organization_id_id_key`, which covers it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_organization_id_idx;
