-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 7: expand.

BEGIN;

-- column.add leads.name: The column `leads.name` is added.
ALTER TABLE public.leads ADD COLUMN name text;

COMMIT;

-- Part 2 of 7: backfill, outside a transaction.

-- column.add leads.name: The column `leads.name` is added.
-- BACKFILLS_ROWS: rows of `leads` get a value of `name`, in batches; triggers do not run
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
        UPDATE public.leads SET name = (upper(title))
        WHERE name IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        ALTER TABLE public.leads ENABLE TRIGGER USER;
        IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
        COMMIT;
    END LOOP;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY; END IF;
    ALTER TABLE public.leads DISABLE TRIGGER USER;
    UPDATE public.leads SET name = (upper(title))
    WHERE name IS NULL;
    ALTER TABLE public.leads ENABLE TRIGGER USER;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
END
$crmgen$;

-- Part 3 of 7: validate.

BEGIN;

-- column.add leads.name: The column `leads.name` is added.
ALTER TABLE public.leads ADD CONSTRAINT crmgen_not_null_name CHECK (name IS NOT NULL) NOT VALID;

COMMIT;

-- Part 4 of 7: validate.

BEGIN;

-- column.add leads.name: The column `leads.name` is added.
ALTER TABLE public.leads VALIDATE CONSTRAINT crmgen_not_null_name;

COMMIT;

-- Part 5 of 7: switch.

BEGIN;

-- column.add leads.name: The column `leads.name` is added.
ALTER TABLE public.leads ALTER COLUMN name SET NOT NULL;

ALTER TABLE public.leads DROP CONSTRAINT crmgen_not_null_name;

COMMIT;

-- Part 6 of 7: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (title), UPDATE (title) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (title), UPDATE (title) on `leads`
REVOKE INSERT (title), UPDATE (title) ON TABLE public.leads FROM demo_app;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (name), UPDATE (name) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (name), UPDATE (name) on `leads`
GRANT INSERT (name), UPDATE (name) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 7 of 7: contract.

BEGIN;

-- column.drop leads.title: The column `leads.title` is dropped.
-- DELETES_DATA: the values of `leads.title` are lost; stop using the column in one release and drop it in the next,
--               with a backup
--   count: SELECT count(*) FROM public.leads WHERE title IS NOT NULL
ALTER TABLE public.leads DROP COLUMN title;

COMMIT;
