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

-- IRREVERSIBLE: this migration cannot be undone: every row of `campaigns` is lost; the values of `leads.campaign_id`
--               are lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: every row of `campaigns` is lost; the values of `leads.campaign_id` are lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 6: expand.

BEGIN;

-- table.add campaigns: The table `campaigns` is made.
CREATE TABLE public.campaigns (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL DEFAULT app.current_org_id(),
    title text NOT NULL,
    CONSTRAINT campaigns_pkey PRIMARY KEY (id),
    CONSTRAINT campaigns_organization_id_id_key UNIQUE (organization_id, id)
);

-- column.add leads.campaign_id: The column `leads.campaign_id` is added.
ALTER TABLE public.leads ADD COLUMN campaign_id uuid;

-- foreign_key.add campaigns.campaigns_organization_id_fkey: The foreign key `campaigns_organization_id_fkey` of
-- `campaigns` is made.
-- LOCKS_ALL: nobody reads or writes `organizations` until the transaction ends, as row security is lifted from the
--            owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.campaigns NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.campaigns ADD CONSTRAINT campaigns_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations (id) ON DELETE CASCADE;
ALTER TABLE public.campaigns FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations FORCE ROW LEVEL SECURITY;

-- foreign_key.add leads.leads_campaign_id_fkey: The foreign key `leads_campaign_id_fkey` of `leads` is added.
ALTER TABLE public.leads ADD CONSTRAINT leads_campaign_id_fkey FOREIGN KEY (organization_id, campaign_id) REFERENCES public.campaigns (organization_id, id) ON DELETE SET NULL (campaign_id) NOT VALID;

-- foreign_key.add leads.leads_campaign_id_plain_fkey: The foreign key `leads_campaign_id_plain_fkey` of `leads` is
-- added.
ALTER TABLE public.leads ADD CONSTRAINT leads_campaign_id_plain_fkey FOREIGN KEY (campaign_id) REFERENCES public.campaigns (id) ON DELETE SET NULL NOT VALID;

-- trigger.add campaigns.keep_tenant: The trigger `keep_tenant` of `campaigns` is made.
CREATE TRIGGER keep_tenant BEFORE UPDATE ON public.campaigns FOR EACH ROW WHEN (old.organization_id IS DISTINCT FROM new.organization_id) EXECUTE FUNCTION app.refuse_tenant_change();

-- policy.add campaigns.app_access: The policy `app_access` of `campaigns` is made.
CREATE POLICY app_access ON public.campaigns AS PERMISSIVE FOR ALL TO demo_app USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()));

-- policy.add campaigns.readonly_select: The policy `readonly_select` of `campaigns` is made.
CREATE POLICY readonly_select ON public.campaigns AS PERMISSIVE FOR SELECT TO demo_readonly USING (organization_id = (SELECT app.current_org_id()));

-- policy.add campaigns.tenant_wall: The policy `tenant_wall` of `campaigns` is made.
CREATE POLICY tenant_wall ON public.campaigns AS RESTRICTIVE FOR ALL TO PUBLIC USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()));

-- row_security.enable campaigns: Row security of `campaigns` is turned on.
ALTER TABLE public.campaigns ENABLE ROW LEVEL SECURITY;

-- row_security.force campaigns: Row security of `campaigns` holds for the owner too.
ALTER TABLE public.campaigns FORCE ROW LEVEL SECURITY;

-- privilege.grant campaigns.demo_admin: `demo_admin` may DELETE, INSERT, SELECT, UPDATE on `campaigns`.
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.campaigns TO demo_admin;

-- privilege.grant campaigns.demo_app: `demo_app` may DELETE, INSERT (organization_id, title), SELECT, UPDATE (title) on
-- `campaigns`.
GRANT DELETE, INSERT (organization_id, title), SELECT, UPDATE (title) ON TABLE public.campaigns TO demo_app;

-- privilege.grant campaigns.demo_readonly: `demo_readonly` may SELECT on `campaigns`.
GRANT SELECT ON TABLE public.campaigns TO demo_readonly;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (campaign_id), UPDATE (campaign_id) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (campaign_id), UPDATE (campaign_id) on `leads`
GRANT INSERT (campaign_id), UPDATE (campaign_id) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 3 of 6: index, outside a transaction.

-- index.add leads.leads_campaign_id_organization_id_idx: The index `leads_campaign_id_organization_id_idx` of `leads`
-- is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_campaign_id_organization_id_idx ON public.leads (campaign_id, organization_id);

-- Part 4 of 6: validate.

BEGIN;

-- foreign_key.add leads.leads_campaign_id_fkey: The foreign key `leads_campaign_id_fkey` of `leads` is added.
-- LOCKS_ALL: nobody reads or writes `leads` until the transaction ends, as row security is lifted from the owner
--            meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.campaigns NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_campaign_id_fkey;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.campaigns FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 5 of 6: validate.

BEGIN;

-- foreign_key.add leads.leads_campaign_id_plain_fkey: The foreign key `leads_campaign_id_plain_fkey` of `leads` is
-- added.
-- LOCKS_ALL: nobody reads or writes `leads` until the transaction ends, as row security is lifted from the owner
--            meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.campaigns NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_campaign_id_plain_fkey;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.campaigns FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 6 of 6: switch.

BEGIN;

-- comment campaigns.organization_id: The comment on COLUMN public.campaigns.organization_id changes.
COMMENT ON COLUMN public.campaigns.organization_id IS 'The organization that the row belongs to.';

COMMIT;
