-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 3: rename.

BEGIN;

-- table.rename leads: The table `prospects` is called `leads`.
ALTER TABLE public.prospects RENAME TO leads;

-- column.rename notes.lead_id: The column `prospect_id` of `notes` is called `lead_id`.
ALTER TABLE public.notes RENAME COLUMN prospect_id TO lead_id;

-- constraint.rename leads.leads_pkey: The constraint `prospects_pkey` of `leads` is called `leads_pkey`.
ALTER TABLE public.leads RENAME CONSTRAINT prospects_pkey TO leads_pkey;

-- constraint.rename leads.leads_organization_id_id_key: The constraint `prospects_organization_id_id_key` of `leads` is
-- called `leads_organization_id_id_key`.
ALTER TABLE public.leads RENAME CONSTRAINT prospects_organization_id_id_key TO leads_organization_id_id_key;

-- constraint.rename leads.leads_organization_id_fkey: The constraint `prospects_organization_id_fkey` of `leads` is
-- called `leads_organization_id_fkey`.
ALTER TABLE public.leads RENAME CONSTRAINT prospects_organization_id_fkey TO leads_organization_id_fkey;

-- constraint.rename notes.notes_lead_id_fkey: The constraint `notes_prospect_id_fkey` of `notes` is called
-- `notes_lead_id_fkey`.
ALTER TABLE public.notes RENAME CONSTRAINT notes_prospect_id_fkey TO notes_lead_id_fkey;

-- constraint.rename notes.notes_lead_id_plain_fkey: The constraint `notes_prospect_id_plain_fkey` of `notes` is called
-- `notes_lead_id_plain_fkey`.
ALTER TABLE public.notes RENAME CONSTRAINT notes_prospect_id_plain_fkey TO notes_lead_id_plain_fkey;

-- index.rename notes.notes_lead_id_organization_id_idx: The index `notes_prospect_id_organization_id_idx` of `notes` is
-- called `notes_lead_id_organization_id_idx`.
ALTER INDEX public.notes_prospect_id_organization_id_idx RENAME TO notes_lead_id_organization_id_idx;

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
            ('public.notes', 'notes_prospect_id_not_null', 'notes_lead_id_not_null')
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

-- constraint.rename leads: The NOT NULL constraints of `leads` are called after it and its columns, where they have
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
            ('public.leads', 'prospects_id_not_null', 'leads_id_not_null'),
            ('public.leads', 'prospects_organization_id_not_null', 'leads_organization_id_not_null'),
            ('public.leads', 'prospects_name_not_null', 'leads_name_not_null')
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

-- column.add leads.email: The column `leads.email` is added.
ALTER TABLE public.leads ADD COLUMN email text;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (email), UPDATE (email) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (email), UPDATE (email) on `leads`
GRANT INSERT (email), UPDATE (email) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 2 of 3: rewrite.

BEGIN;

-- column.type leads.name: The column `leads.name` changes its type from `varchar(40)` to `varchar(80)`.
ALTER TABLE public.leads ALTER COLUMN name TYPE varchar(80);

COMMIT;

-- Part 3 of 3: index, outside a transaction.

-- index.add leads.leads_organization_id_name_idx: The index `leads_organization_id_name_idx` of `leads` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_organization_id_name_idx ON public.leads (organization_id, name);
