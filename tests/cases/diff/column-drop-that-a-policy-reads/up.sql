-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 3: switch.

BEGIN;

-- policy.change leads.readonly_select: The policy `readonly_select` of `leads` changes.
-- AUTHZ_WIDENS: demo_readonly (SELECT) may reach more rows of `leads`
ALTER POLICY readonly_select ON public.leads USING (organization_id = (SELECT app.current_org_id()));

COMMIT;

-- Part 2 of 3: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (hidden), UPDATE (hidden) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (hidden), UPDATE (hidden) on `leads`
REVOKE INSERT (hidden), UPDATE (hidden) ON TABLE public.leads FROM demo_app;

COMMIT;

-- Part 3 of 3: contract.

BEGIN;

-- column.drop leads.hidden: The column `leads.hidden` is dropped.
-- DELETES_DATA: the values of `leads.hidden` are lost; stop using the column in one release and drop it in the next,
--               with a backup
--   count: SELECT count(*) FROM public.leads WHERE hidden IS NOT NULL
ALTER TABLE public.leads DROP COLUMN hidden;

COMMIT;
