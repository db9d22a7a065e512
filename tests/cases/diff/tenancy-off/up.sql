-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 6: expand.

BEGIN;

-- foreign_key.drop leads.leads_organization_id_fkey: The foreign key `leads_organization_id_fkey` of `leads` is
-- dropped.
-- INTEGRITY_LOOSENED: rows of `leads` may point at rows of `organizations` that are not there
ALTER TABLE public.leads DROP CONSTRAINT leads_organization_id_fkey;

-- trigger.drop leads.keep_tenant: The trigger `keep_tenant` of `leads` is dropped.
-- BEHAVIOUR_CHANGE: what happens by itself when rows of `leads` are written changes
DROP TRIGGER keep_tenant ON public.leads;

COMMIT;

-- Part 2 of 6: switch.

BEGIN;

-- policy.drop leads.app_access: The policy `app_access` of `leads` is dropped.
-- AUTHZ_NARROWS: demo_app (DELETE, INSERT, UPDATE) may reach fewer rows of `leads`
DROP POLICY app_access ON public.leads;

-- policy.add leads.app_select: The policy `app_select` of `leads` is added.
CREATE POLICY app_select ON public.leads AS PERMISSIVE FOR SELECT TO demo_app USING (true);

-- policy.change leads.readonly_select: The policy `readonly_select` of `leads` changes.
ALTER POLICY readonly_select ON public.leads USING (true);

-- policy.drop leads.tenant_wall: The policy `tenant_wall` of `leads` is dropped.
DROP POLICY tenant_wall ON public.leads;

COMMIT;

-- Part 3 of 6: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer DELETE, INSERT (name, organization_id), UPDATE (name) on
-- `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer DELETE, INSERT (name, organization_id), UPDATE (name) on `leads`
REVOKE DELETE, INSERT (name, organization_id), UPDATE (name) ON TABLE public.leads FROM demo_app;

COMMIT;

-- Part 4 of 6: contract.

BEGIN;

-- function.drop app.refuse_tenant_change: The function `app.refuse_tenant_change()` is dropped.
-- UNTRACKED_DEPENDENCY: what still calls `app.refuse_tenant_change()` fails; see that nothing calls it any more
DROP FUNCTION app.refuse_tenant_change();

COMMIT;

-- Part 5 of 6: contract, outside a transaction.

-- index.drop leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `leads` is dropped.
-- INDEX_DROPPED: queries that use `leads_organization_id_idx` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_organization_id_idx;

-- Part 6 of 6: contract.

BEGIN;

-- column.drop leads.organization_id: The column `leads.organization_id` is dropped.
-- DELETES_DATA: the values of `leads.organization_id` are lost; stop using the column in one release and drop it in the
--               next, with a backup
--   count: SELECT count(*) FROM public.leads WHERE organization_id IS NOT NULL
ALTER TABLE public.leads DROP COLUMN organization_id;

COMMIT;
