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

-- policy.add leads.readonly_select: The policy `readonly_select` of `leads` is added.
-- AUTHZ_WIDENS: demo_readonly (SELECT) may reach more rows of `leads`
CREATE POLICY readonly_select ON public.leads AS PERMISSIVE FOR SELECT TO demo_readonly USING (organization_id = (SELECT app.current_org_id()));

COMMIT;

-- Part 2 of 2: switch.

BEGIN;

-- privilege.grant leads.demo_app: `demo_app` may DELETE on `leads`.
-- AUTHZ_WIDENS: `demo_app` may DELETE on `leads`
GRANT DELETE ON TABLE public.leads TO demo_app;

-- privilege.grant leads.demo_readonly: `demo_readonly` may SELECT on `leads`.
-- AUTHZ_WIDENS: `demo_readonly` may SELECT on `leads`
GRANT SELECT ON TABLE public.leads TO demo_readonly;

COMMIT;
