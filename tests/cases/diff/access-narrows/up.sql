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

-- policy.drop leads.readonly_select: The policy `readonly_select` of `leads` is dropped.
-- AUTHZ_NARROWS: demo_readonly (SELECT) may reach fewer rows of `leads`
DROP POLICY readonly_select ON public.leads;

COMMIT;

-- Part 2 of 2: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer DELETE on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer DELETE on `leads`
REVOKE DELETE ON TABLE public.leads FROM demo_app;

-- privilege.revoke leads.demo_readonly: `demo_readonly` may no longer SELECT on `leads`.
-- AUTHZ_NARROWS: `demo_readonly` may no longer SELECT on `leads`
REVOKE SELECT ON TABLE public.leads FROM demo_readonly;

COMMIT;
