-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: switch.

BEGIN;

-- policy.change leads.readonly_select: The policy `readonly_select` of `leads` changes.
-- AUTHZ_WIDENS: demo_readonly (SELECT) may reach other rows of `leads`
-- AUTHZ_NARROWS: demo_readonly (SELECT) may reach other rows of `leads`
ALTER POLICY readonly_select ON public.leads USING (organization_id = (SELECT app.current_org_id()) AND (score > 5));

COMMIT;
