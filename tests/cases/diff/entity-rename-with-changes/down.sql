-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 4: rename.

BEGIN;

-- table.rename prospects: The table `leads` is called `prospects`.
ALTER TABLE public.leads RENAME TO prospects;

-- column.rename notes.prospect_id: The column `lead_id` of `notes` is called `prospect_id`.
ALTER TABLE public.notes RENAME COLUMN lead_id TO prospect_id;

-- constraint.rename notes.notes_prospect_id_fkey: The constraint `notes_lead_id_fkey` of `notes` is called
-- `notes_prospect_id_fkey`.
ALTER TABLE public.notes RENAME CONSTRAINT notes_lead_id_fkey TO notes_prospect_id_fkey;

-- constraint.rename notes.notes_prospect_id_plain_fkey: The constraint `notes_lead_id_plain_fkey` of `notes` is called
-- `notes_prospect_id_plain_fkey`.
ALTER TABLE public.notes RENAME CONSTRAINT notes_lead_id_plain_fkey TO notes_prospect_id_plain_fkey;

-- index.rename notes.notes_prospect_id_organization_id_idx: The index `notes_lead_id_organization_id_idx` of `notes` is
-- called `notes_prospect_id_organization_id_idx`.
ALTER INDEX public.notes_lead_id_organization_id_idx RENAME TO notes_prospect_id_organization_id_idx;

-- constraint.rename prospects.prospects_pkey: The constraint `leads_pkey` of `prospects` is called `prospects_pkey`.
ALTER TABLE public.prospects RENAME CONSTRAINT leads_pkey TO prospects_pkey;

-- constraint.rename prospects.prospects_organization_id_id_key: The constraint `leads_organization_id_id_key` of
-- `prospects` is called `prospects_organization_id_id_key`.
ALTER TABLE public.prospects RENAME CONSTRAINT leads_organization_id_id_key TO prospects_organization_id_id_key;

-- constraint.rename prospects.prospects_organization_id_fkey: The constraint `leads_organization_id_fkey` of
-- `prospects` is called `prospects_organization_id_fkey`.
ALTER TABLE public.prospects RENAME CONSTRAINT leads_organization_id_fkey TO prospects_organization_id_fkey;

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
            ('public.prospects', 'leads_id_not_null', 'prospects_id_not_null'),
            ('public.prospects', 'leads_organization_id_not_null', 'prospects_organization_id_not_null'),
            ('public.prospects', 'leads_name_not_null', 'prospects_name_not_null')
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

-- constraint.rename notes: The NOT NULL constraints of `notes` are called after it and its columns, where they have
-- names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.notes', 'notes_lead_id_not_null', 'notes_prospect_id_not_null')
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

-- privilege.revoke prospects.demo_app: `demo_app` may no longer INSERT (email), UPDATE (email) on `prospects`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (email), UPDATE (email) on `prospects`
REVOKE INSERT (email), UPDATE (email) ON TABLE public.prospects FROM demo_app;

COMMIT;

-- Part 2 of 4: rewrite.

BEGIN;

-- column.type prospects.name: The column `prospects.name` changes its type from `varchar(80)` to `varchar(40)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `name` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.leads WHERE length(name::text) > 40
-- REWRITES_TABLE: every row of `prospects` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `prospects` is written again, while nobody reads or writes
ALTER TABLE public.prospects ALTER COLUMN name TYPE varchar(40);

COMMIT;

-- Part 3 of 4: contract.

BEGIN;

-- column.drop prospects.email: The column `prospects.email` is dropped.
-- DELETES_DATA: the values of `prospects.email` are lost; stop using the column in one release and drop it in the next,
--               with a backup
--   count: SELECT count(*) FROM public.leads WHERE email IS NOT NULL
ALTER TABLE public.prospects DROP COLUMN email;

COMMIT;

-- Part 4 of 4: contract, outside a transaction.

-- index.drop prospects.leads_organization_id_name_idx: The index `leads_organization_id_name_idx` of `prospects` is
-- dropped.
-- INDEX_DROPPED: queries that use `leads_organization_id_name_idx` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_organization_id_name_idx;
