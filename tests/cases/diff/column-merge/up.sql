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

-- column.add leads.full_name: The column `leads.full_name` is added.
ALTER TABLE public.leads ADD COLUMN full_name text;

COMMIT;

-- Part 2 of 7: backfill, outside a transaction.

-- column.add leads.full_name: The column `leads.full_name` is added.
-- BACKFILLS_ROWS: rows of `leads` get a value of `full_name`, in batches; triggers do not run
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
        UPDATE public.leads SET full_name = (concat_ws(' ', first_name, last_name))
        WHERE full_name IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        ALTER TABLE public.leads ENABLE TRIGGER USER;
        IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
        COMMIT;
    END LOOP;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY; END IF;
    ALTER TABLE public.leads DISABLE TRIGGER USER;
    UPDATE public.leads SET full_name = (concat_ws(' ', first_name, last_name))
    WHERE full_name IS NULL;
    ALTER TABLE public.leads ENABLE TRIGGER USER;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
END
$crmgen$;

-- Part 3 of 7: validate.

BEGIN;

-- column.add leads.full_name: The column `leads.full_name` is added.
ALTER TABLE public.leads ADD CONSTRAINT crmgen_not_null_full_name CHECK (full_name IS NOT NULL) NOT VALID;

COMMIT;

-- Part 4 of 7: validate.

BEGIN;

-- column.add leads.full_name: The column `leads.full_name` is added.
ALTER TABLE public.leads VALIDATE CONSTRAINT crmgen_not_null_full_name;

COMMIT;

-- Part 5 of 7: switch.

BEGIN;

-- column.add leads.full_name: The column `leads.full_name` is added.
ALTER TABLE public.leads ALTER COLUMN full_name SET NOT NULL;

ALTER TABLE public.leads DROP CONSTRAINT crmgen_not_null_full_name;

COMMIT;

-- Part 6 of 7: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (first_name, last_name), UPDATE (first_name,
-- last_name) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (first_name, last_name), UPDATE (first_name, last_name) on `leads`
REVOKE INSERT (first_name, last_name), UPDATE (first_name, last_name) ON TABLE public.leads FROM demo_app;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (full_name), UPDATE (full_name) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (full_name), UPDATE (full_name) on `leads`
GRANT INSERT (full_name), UPDATE (full_name) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 7 of 7: contract.

BEGIN;

-- column.drop leads.first_name: The column `leads.first_name` is dropped.
-- DELETES_DATA: the values of `leads.first_name` are lost; stop using the column in one release and drop it in the
--               next, with a backup
--   count: SELECT count(*) FROM public.leads WHERE first_name IS NOT NULL
ALTER TABLE public.leads DROP COLUMN first_name;

-- column.drop leads.last_name: The column `leads.last_name` is dropped.
-- DELETES_DATA: the values of `leads.last_name` are lost; stop using the column in one release and drop it in the next,
--               with a backup
--   count: SELECT count(*) FROM public.leads WHERE last_name IS NOT NULL
ALTER TABLE public.leads DROP COLUMN last_name;

COMMIT;
