-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: switch.

BEGIN;

-- policy.drop leads.app_select: The policy `app_select` of `leads` is dropped.
DROP POLICY app_select ON public.leads;

-- policy.add leads.app_access: The policy `app_access` of `leads` is added.
-- AUTHZ_WIDENS: demo_app (DELETE, INSERT, UPDATE) may reach more rows of `leads`
CREATE POLICY app_access ON public.leads AS PERMISSIVE FOR ALL TO demo_app USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()));

COMMIT;

-- Part 2 of 2: switch.

BEGIN;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (name, organization_id), UPDATE (name) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (name, organization_id), UPDATE (name) on `leads`
GRANT INSERT (name, organization_id), UPDATE (name) ON TABLE public.leads TO demo_app;

COMMIT;
