-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rename.

BEGIN;

-- column.rename leads.organization_id: The column `workspace_id` of `leads` is called `organization_id`.
ALTER TABLE public.leads RENAME COLUMN workspace_id TO organization_id;

-- constraint.rename leads.leads_organization_id_fkey: The constraint `leads_workspace_id_fkey` of `leads` is called
-- `leads_organization_id_fkey`.
ALTER TABLE public.leads RENAME CONSTRAINT leads_workspace_id_fkey TO leads_organization_id_fkey;

-- index.rename leads.leads_organization_id_idx: The index `leads_workspace_id_idx` of `leads` is called
-- `leads_organization_id_idx`.
ALTER INDEX public.leads_workspace_id_idx RENAME TO leads_organization_id_idx;

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
            ('public.leads', 'leads_workspace_id_not_null', 'leads_organization_id_not_null')
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
