-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 5: expand.

BEGIN;

-- column.default leads.score: The column `leads.score` gets the default `0`.
-- BEHAVIOUR_CHANGE: inserts that leave out `score` store another value, or none
ALTER TABLE public.leads ALTER COLUMN score SET DEFAULT 0;

COMMIT;

-- Part 2 of 5: backfill, outside a transaction.

-- column.not_null.set leads.score: The column `leads.score` is NOT NULL.
-- BACKFILLS_ROWS: rows of `leads` get a value of `score`, in batches; triggers do not run
--   count: SELECT count(*) FROM public.leads WHERE score IS NULL
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
        UPDATE public.leads SET score = (0)
        WHERE score IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        ALTER TABLE public.leads ENABLE TRIGGER USER;
        IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
        COMMIT;
    END LOOP;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY; END IF;
    ALTER TABLE public.leads DISABLE TRIGGER USER;
    UPDATE public.leads SET score = (0)
    WHERE score IS NULL;
    ALTER TABLE public.leads ENABLE TRIGGER USER;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
END
$crmgen$;

-- Part 3 of 5: validate.

BEGIN;

-- column.not_null.set leads.score: The column `leads.score` is NOT NULL.
ALTER TABLE public.leads ADD CONSTRAINT crmgen_not_null_score CHECK (score IS NOT NULL) NOT VALID;

COMMIT;

-- Part 4 of 5: validate.

BEGIN;

-- column.not_null.set leads.score: The column `leads.score` is NOT NULL.
ALTER TABLE public.leads VALIDATE CONSTRAINT crmgen_not_null_score;

COMMIT;

-- Part 5 of 5: switch.

BEGIN;

-- column.not_null.set leads.score: The column `leads.score` is NOT NULL.
ALTER TABLE public.leads ALTER COLUMN score SET NOT NULL;

ALTER TABLE public.leads DROP CONSTRAINT crmgen_not_null_score;

COMMIT;
