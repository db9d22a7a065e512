-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 9: expand.

BEGIN;

-- column.add leads.organization_id: The column `leads.organization_id` is added.
ALTER TABLE public.leads ADD COLUMN organization_id uuid;

ALTER TABLE public.leads ALTER COLUMN organization_id SET DEFAULT app.current_org_id();

-- function.add app.refuse_tenant_change: The function `app.refuse_tenant_change()` is made.
CREATE FUNCTION app.refuse_tenant_change()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $function$
BEGIN
    RAISE EXCEPTION 'a row cannot move to another tenant' USING
        ERRCODE = 'insufficient_privilege',
        SCHEMA = TG_TABLE_SCHEMA,
        TABLE = TG_TABLE_NAME;
END
$function$;

-- foreign_key.add leads.leads_organization_id_fkey: The foreign key `leads_organization_id_fkey` of `leads` is added.
ALTER TABLE public.leads ADD CONSTRAINT leads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations (id) ON DELETE CASCADE NOT VALID;

-- privilege.revoke app.refuse_tenant_change.PUBLIC: Everybody may no longer EXECUTE on `app.refuse_tenant_change`.
REVOKE EXECUTE ON FUNCTION app.refuse_tenant_change() FROM PUBLIC;

COMMIT;

-- Part 2 of 9: backfill, outside a transaction.

-- column.add leads.organization_id: The column `leads.organization_id` is added.
-- BACKFILLS_ROWS: rows of `leads` get a value of `organization_id`, in batches; triggers do not run
--   count: SELECT count(*) FROM public.leads
-- LOCKS_ALL: nobody reads or writes `leads` while a batch is filled in, as row security is lifted from the owner
--            meanwhile; run it at a quiet hour
DO $crmgen$
#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size('public.leads') / pg_catalog.current_setting('block_size')::bigint;
    crmgen_bypass boolean;
BEGIN
    SELECT rolsuper OR rolbypassrls INTO STRICT crmgen_bypass
    FROM pg_catalog.pg_roles WHERE rolname = current_user;
    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
        IF NOT crmgen_bypass THEN ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY; END IF;
        ALTER TABLE public.leads DISABLE TRIGGER USER;
        UPDATE public.leads SET organization_id = ('00000002-0000-4000-8000-000000000000')
        WHERE organization_id IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        ALTER TABLE public.leads ENABLE TRIGGER USER;
        IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
        COMMIT;
    END LOOP;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY; END IF;
    ALTER TABLE public.leads DISABLE TRIGGER USER;
    UPDATE public.leads SET organization_id = ('00000002-0000-4000-8000-000000000000')
    WHERE organization_id IS NULL;
    ALTER TABLE public.leads ENABLE TRIGGER USER;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
END
$crmgen$;

-- Part 3 of 9: index, outside a transaction.

-- index.add leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `leads` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_organization_id_idx ON public.leads (organization_id);

-- Part 4 of 9: validate.

BEGIN;

-- column.add leads.organization_id: The column `leads.organization_id` is added.
ALTER TABLE public.leads ADD CONSTRAINT crmgen_not_null_organization_id CHECK (organization_id IS NOT NULL) NOT VALID;

COMMIT;

-- Part 5 of 9: validate.

BEGIN;

-- column.add leads.organization_id: The column `leads.organization_id` is added.
ALTER TABLE public.leads VALIDATE CONSTRAINT crmgen_not_null_organization_id;

COMMIT;

-- Part 6 of 9: validate.

BEGIN;

-- foreign_key.add leads.leads_organization_id_fkey: The foreign key `leads_organization_id_fkey` of `leads` is added.
-- MAY_FAIL_ON_DATA: it fails where a row of `leads` points at nothing; mend those rows first
-- LOCKS_ALL: nobody reads or writes `leads` and `organizations` until the transaction ends, as row security is lifted
--            from the owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_organization_id_fkey;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 7 of 9: switch.

BEGIN;

-- column.add leads.organization_id: The column `leads.organization_id` is added.
ALTER TABLE public.leads ALTER COLUMN organization_id SET NOT NULL;

ALTER TABLE public.leads DROP CONSTRAINT crmgen_not_null_organization_id;

-- trigger.add leads.keep_tenant: The trigger `keep_tenant` of `leads` is added.
-- BEHAVIOUR_CHANGE: what happens by itself when rows of `leads` are written changes
CREATE TRIGGER keep_tenant BEFORE UPDATE ON public.leads FOR EACH ROW WHEN (old.organization_id IS DISTINCT FROM new.organization_id) EXECUTE FUNCTION app.refuse_tenant_change();

COMMIT;

-- Part 8 of 9: switch.

BEGIN;

-- policy.drop leads.app_select: The policy `app_select` of `leads` is dropped.
-- AUTHZ_NARROWS: demo_app (SELECT) may reach fewer rows of `leads`
DROP POLICY app_select ON public.leads;

-- policy.add leads.tenant_wall: The policy `tenant_wall` of `leads` is added.
-- AUTHZ_NARROWS: demo_app (SELECT), demo_readonly (SELECT) may reach fewer rows of `leads`
CREATE POLICY tenant_wall ON public.leads AS RESTRICTIVE FOR ALL TO PUBLIC USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()));

-- policy.add leads.app_access: The policy `app_access` of `leads` is added.
-- AUTHZ_WIDENS: demo_app (DELETE, INSERT, UPDATE) may reach more rows of `leads`
CREATE POLICY app_access ON public.leads AS PERMISSIVE FOR ALL TO demo_app USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()));

-- policy.change leads.readonly_select: The policy `readonly_select` of `leads` changes.
-- AUTHZ_NARROWS: demo_readonly (SELECT) may reach fewer rows of `leads`
ALTER POLICY readonly_select ON public.leads USING (organization_id = (SELECT app.current_org_id()));

COMMIT;

-- Part 9 of 9: switch.

BEGIN;

-- privilege.grant leads.demo_app: `demo_app` may DELETE, INSERT (name, organization_id), UPDATE (name) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may DELETE, INSERT (name, organization_id), UPDATE (name) on `leads`
GRANT DELETE, INSERT (name, organization_id), UPDATE (name) ON TABLE public.leads TO demo_app;

-- comment app.refuse_tenant_change: The comment on FUNCTION app.refuse_tenant_change() changes.
COMMENT ON FUNCTION app.refuse_tenant_change() IS 'Trigger: refuses an update that changes the tenant key, whoever asks.';

-- comment leads.organization_id: The comment on COLUMN public.leads.organization_id changes.
COMMENT ON COLUMN public.leads.organization_id IS 'The organization that the row belongs to.';

COMMIT;
