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

-- column.add leads.original_id: The column `leads.original_id` is added.
ALTER TABLE public.leads ADD COLUMN original_id uuid;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (original_id), UPDATE (original_id) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (original_id), UPDATE (original_id) on `leads`
GRANT INSERT (original_id), UPDATE (original_id) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 2 of 10: backfill, outside a transaction.

-- column.add leads.original_id: The column `leads.original_id` is added.
-- BACKFILLS_ROWS: rows of `leads` get a value of `original_id`, in batches; triggers do not run
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
        UPDATE public.leads SET original_id = (id)
        WHERE original_id IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        ALTER TABLE public.leads ENABLE TRIGGER USER;
        IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
        COMMIT;
    END LOOP;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY; END IF;
    ALTER TABLE public.leads DISABLE TRIGGER USER;
    UPDATE public.leads SET original_id = (id)
    WHERE original_id IS NULL;
    ALTER TABLE public.leads ENABLE TRIGGER USER;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
END
$crmgen$;

-- Part 3 of 10: index, outside a transaction.

-- unique.add leads.leads_organization_id_id_key: The unique constraint `leads_organization_id_id_key` of `leads` is
-- made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY leads_organization_id_id_key ON public.leads (organization_id, id);

-- Part 4 of 10: index, outside a transaction.

-- index.add leads.leads_original_id_organization_id_idx: The index `leads_original_id_organization_id_idx` of `leads`
-- is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_original_id_organization_id_idx ON public.leads (original_id, organization_id);

-- Part 5 of 10: validate.

BEGIN;

-- column.add leads.original_id: The column `leads.original_id` is added.
ALTER TABLE public.leads ADD CONSTRAINT crmgen_not_null_original_id CHECK (original_id IS NOT NULL) NOT VALID;

COMMIT;

-- Part 6 of 10: validate.

BEGIN;

-- column.add leads.original_id: The column `leads.original_id` is added.
ALTER TABLE public.leads VALIDATE CONSTRAINT crmgen_not_null_original_id;

COMMIT;

-- Part 7 of 10: switch.

BEGIN;

-- column.add leads.original_id: The column `leads.original_id` is added.
ALTER TABLE public.leads ALTER COLUMN original_id SET NOT NULL;

ALTER TABLE public.leads DROP CONSTRAINT crmgen_not_null_original_id;

-- unique.add leads.leads_organization_id_id_key: The unique constraint `leads_organization_id_id_key` of `leads` is
-- made.
ALTER TABLE public.leads ADD CONSTRAINT leads_organization_id_id_key UNIQUE USING INDEX leads_organization_id_id_key;

-- foreign_key.add leads.leads_original_id_fkey: The foreign key `leads_original_id_fkey` of `leads` is added.
ALTER TABLE public.leads ADD CONSTRAINT leads_original_id_fkey FOREIGN KEY (organization_id, original_id) REFERENCES public.leads (organization_id, id) NOT VALID;

-- foreign_key.add leads.leads_original_id_plain_fkey: The foreign key `leads_original_id_plain_fkey` of `leads` is
-- added.
ALTER TABLE public.leads ADD CONSTRAINT leads_original_id_plain_fkey FOREIGN KEY (original_id) REFERENCES public.leads (id) NOT VALID;

COMMIT;

-- Part 8 of 10: validate.

BEGIN;

-- foreign_key.add leads.leads_original_id_fkey: The foreign key `leads_original_id_fkey` of `leads` is added.
-- MAY_FAIL_ON_DATA: it fails where a row of `leads` points at nothing; mend those rows first
-- LOCKS_ALL: nobody reads or writes `leads` until the transaction ends, as row security is lifted from the owner
--            meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_original_id_fkey;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 9 of 10: validate.

BEGIN;

-- foreign_key.add leads.leads_original_id_plain_fkey: The foreign key `leads_original_id_plain_fkey` of `leads` is
-- added.
-- MAY_FAIL_ON_DATA: it fails where a row of `leads` points at nothing; mend those rows first
-- LOCKS_ALL: nobody reads or writes `leads` until the transaction ends, as row security is lifted from the owner
--            meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_original_id_plain_fkey;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 10 of 10: contract, outside a transaction.

-- index.drop leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `leads` is dropped.
-- INDEX_DROPPED: queries that use `leads_organization_id_idx` turn to `leads_organization_id_id_key`, which covers it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_organization_id_idx;
