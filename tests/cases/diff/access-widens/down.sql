-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: switch.

BEGIN;

-- policy.drop leads.app_access: The policy `app_access` of `leads` is dropped.
-- AUTHZ_NARROWS: demo_app (DELETE, INSERT, UPDATE) may reach fewer rows of `leads`
DROP POLICY app_access ON public.leads;

-- policy.add leads.app_select: The policy `app_select` of `leads` is added.
CREATE POLICY app_select ON public.leads AS PERMISSIVE FOR SELECT TO demo_app USING (organization_id = (SELECT app.current_org_id()));

COMMIT;

-- Part 2 of 2: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (name, organization_id), UPDATE (name) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (name, organization_id), UPDATE (name) on `leads`
REVOKE INSERT (name, organization_id), UPDATE (name) ON TABLE public.leads FROM demo_app;

COMMIT;
