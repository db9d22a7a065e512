-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 4: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: the values of `leads.title` are lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: the values of `leads.title` are lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 4: expand.

BEGIN;

-- column.add leads.title: The column `leads.title` is added.
-- IRREVERSIBLE: the values of `leads.title` are gone, so it stays nullable where there are rows
ALTER TABLE public.leads ADD COLUMN title text;

-- LOCKS_ALL: nobody reads or writes `leads` until the transaction ends, as row security is lifted from the owner
--            meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
DO $crmgen$
BEGIN
    IF EXISTS (SELECT FROM public.leads WHERE title IS NULL) THEN
        RAISE WARNING USING MESSAGE = 'public.leads.title is empty in rows that are there, so it stays nullable';
    ELSE
        ALTER TABLE public.leads ALTER COLUMN title SET NOT NULL;
    END IF;
END
$crmgen$;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 3 of 4: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (name), UPDATE (name) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (name), UPDATE (name) on `leads`
REVOKE INSERT (name), UPDATE (name) ON TABLE public.leads FROM demo_app;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (title), UPDATE (title) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (title), UPDATE (title) on `leads`
GRANT INSERT (title), UPDATE (title) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 4 of 4: contract.

BEGIN;

-- column.drop leads.name: The column `leads.name` is dropped.
-- DELETES_DATA: the values of `leads.name` are lost; stop using the column in one release and drop it in the next, with
--               a backup
--   count: SELECT count(*) FROM public.leads WHERE name IS NOT NULL
ALTER TABLE public.leads DROP COLUMN name;

COMMIT;
