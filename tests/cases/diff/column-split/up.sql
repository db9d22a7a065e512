-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 10: expand.

BEGIN;

-- column.add leads.first_name: The column `leads.first_name` is added.
ALTER TABLE public.leads ADD COLUMN first_name text;

-- column.add leads.last_name: The column `leads.last_name` is added.
ALTER TABLE public.leads ADD COLUMN last_name text;

COMMIT;

-- Part 2 of 10: backfill, outside a transaction.

-- column.add leads.first_name: The column `leads.first_name` is added.
-- BACKFILLS_ROWS: rows of `leads` get a value of `first_name`, in batches; triggers do not run
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
        UPDATE public.leads SET first_name = (split_part(full_name, ' ', 1))
        WHERE first_name IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        ALTER TABLE public.leads ENABLE TRIGGER USER;
        IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
        COMMIT;
    END LOOP;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY; END IF;
    ALTER TABLE public.leads DISABLE TRIGGER USER;
    UPDATE public.leads SET first_name = (split_part(full_name, ' ', 1))
    WHERE first_name IS NULL;
    ALTER TABLE public.leads ENABLE TRIGGER USER;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
END
$crmgen$;

-- Part 3 of 10: backfill, outside a transaction.

-- column.add leads.last_name: The column `leads.last_name` is added.
-- BACKFILLS_ROWS: rows of `leads` get a value of `last_name`, in batches; triggers do not run
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
        UPDATE public.leads SET last_name = (split_part(full_name, ' ', 2))
        WHERE last_name IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        ALTER TABLE public.leads ENABLE TRIGGER USER;
        IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
        COMMIT;
    END LOOP;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY; END IF;
    ALTER TABLE public.leads DISABLE TRIGGER USER;
    UPDATE public.leads SET last_name = (split_part(full_name, ' ', 2))
    WHERE last_name IS NULL;
    ALTER TABLE public.leads ENABLE TRIGGER USER;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
END
$crmgen$;

-- Part 4 of 10: validate.

BEGIN;

-- column.add leads.first_name: The column `leads.first_name` is added.
ALTER TABLE public.leads ADD CONSTRAINT crmgen_not_null_first_name CHECK (first_name IS NOT NULL) NOT VALID;

COMMIT;

-- Part 5 of 10: validate.

BEGIN;

-- column.add leads.first_name: The column `leads.first_name` is added.
ALTER TABLE public.leads VALIDATE CONSTRAINT crmgen_not_null_first_name;

COMMIT;

-- Part 6 of 10: validate.

BEGIN;

-- column.add leads.last_name: The column `leads.last_name` is added.
ALTER TABLE public.leads ADD CONSTRAINT crmgen_not_null_last_name CHECK (last_name IS NOT NULL) NOT VALID;

COMMIT;

-- Part 7 of 10: validate.

BEGIN;

-- column.add leads.last_name: The column `leads.last_name` is added.
ALTER TABLE public.leads VALIDATE CONSTRAINT crmgen_not_null_last_name;

COMMIT;

-- Part 8 of 10: switch.

BEGIN;

-- column.add leads.first_name: The column `leads.first_name` is added.
ALTER TABLE public.leads ALTER COLUMN first_name SET NOT NULL;

ALTER TABLE public.leads DROP CONSTRAINT crmgen_not_null_first_name;

-- column.add leads.last_name: The column `leads.last_name` is added.
ALTER TABLE public.leads ALTER COLUMN last_name SET NOT NULL;

ALTER TABLE public.leads DROP CONSTRAINT crmgen_not_null_last_name;

COMMIT;

-- Part 9 of 10: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (full_name), UPDATE (full_name) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (full_name), UPDATE (full_name) on `leads`
REVOKE INSERT (full_name), UPDATE (full_name) ON TABLE public.leads FROM demo_app;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (first_name, last_name), UPDATE (first_name, last_name) on
-- `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (first_name, last_name), UPDATE (first_name, last_name) on `leads`
GRANT INSERT (first_name, last_name), UPDATE (first_name, last_name) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 10 of 10: contract.

BEGIN;

-- column.drop leads.full_name: The column `leads.full_name` is dropped.
-- DELETES_DATA: the values of `leads.full_name` are lost; stop using the column in one release and drop it in the next,
--               with a backup
--   count: SELECT count(*) FROM public.leads WHERE full_name IS NOT NULL
ALTER TABLE public.leads DROP COLUMN full_name;

COMMIT;
