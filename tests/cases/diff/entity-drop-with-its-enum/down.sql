-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: every row of `campaigns` is lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: every row of `campaigns` is lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 2: expand.

BEGIN;

-- enum.add Channel: The type `Channel` is made.
CREATE TYPE public."Channel" AS ENUM ('MAIL', 'PHONE');

-- table.add campaigns: The table `campaigns` is made.
CREATE TABLE public.campaigns (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL DEFAULT app.current_org_id(),
    channel public."Channel" NOT NULL,
    CONSTRAINT campaigns_pkey PRIMARY KEY (id)
);

-- index.add campaigns.campaigns_organization_id_idx: The index `campaigns_organization_id_idx` of `campaigns` is made.
CREATE INDEX campaigns_organization_id_idx ON public.campaigns (organization_id);

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

-- privilege.grant campaigns.demo_app: `demo_app` may DELETE, INSERT (channel, organization_id), SELECT, UPDATE
-- (channel) on `campaigns`.
GRANT DELETE, INSERT (channel, organization_id), SELECT, UPDATE (channel) ON TABLE public.campaigns TO demo_app;

-- privilege.grant campaigns.demo_readonly: `demo_readonly` may SELECT on `campaigns`.
GRANT SELECT ON TABLE public.campaigns TO demo_readonly;

-- comment campaigns.organization_id: The comment on COLUMN public.campaigns.organization_id changes.
COMMENT ON COLUMN public.campaigns.organization_id IS 'The organization that the row belongs to.';

COMMIT;
