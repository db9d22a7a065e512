-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 3: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: the values of `leads.hidden` are lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: the values of `leads.hidden` are lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 3: expand.

BEGIN;

-- column.add leads.hidden: The column `leads.hidden` is added.
ALTER TABLE public.leads ADD COLUMN hidden boolean NOT NULL DEFAULT false;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (hidden), UPDATE (hidden) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (hidden), UPDATE (hidden) on `leads`
GRANT INSERT (hidden), UPDATE (hidden) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 3 of 3: switch.

BEGIN;

-- policy.change leads.readonly_select: The policy `readonly_select` of `leads` changes.
-- AUTHZ_NARROWS: demo_readonly (SELECT) may reach fewer rows of `leads`
ALTER POLICY readonly_select ON public.leads USING (organization_id = (SELECT app.current_org_id()) AND (NOT hidden));

COMMIT;
