-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rename.

BEGIN;

-- table.rename prospects: The table `leads` is called `prospects`.
ALTER TABLE public.leads RENAME TO prospects;

-- sequence.rename prospects_id_seq: The sequence `leads_id_seq` is called `prospects_id_seq`.
ALTER SEQUENCE IF EXISTS public.leads_id_seq RENAME TO prospects_id_seq;

-- constraint.rename prospects.prospects_pkey: The constraint `leads_pkey` of `prospects` is called `prospects_pkey`.
ALTER TABLE public.prospects RENAME CONSTRAINT leads_pkey TO prospects_pkey;

-- constraint.rename prospects: The NOT NULL constraints of `prospects` are called after it and its columns, where they
-- have names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.prospects', 'leads_id_not_null', 'prospects_id_not_null')
        ) AS renamed (of_table, was, becomes)
    LOOP
        IF EXISTS (
            SELECT FROM pg_catalog.pg_constraint
            WHERE conrelid = crmgen_one.of_table::regclass AND contype = 'n' AND conname = crmgen_one.was
                AND coninhcount = 0
        ) THEN
            EXECUTE pg_catalog.format(
                'ALTER TABLE %s RENAME CONSTRAINT %I TO %I', crmgen_one.of_table, crmgen_one.was, crmgen_one.becomes
            );
        END IF;
    END LOOP;
END
$crmgen$;

COMMIT;
