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

-- column.rename leads.points: The column `score` of `leads` is called `points`.
ALTER TABLE public.leads RENAME COLUMN score TO points;

-- constraint.rename leads.leads_organization_id_points_name_key: The constraint `leads_organization_id_score_name_key`
-- of `leads` is called `leads_organization_id_points_name_key`.
ALTER TABLE public.leads RENAME CONSTRAINT leads_organization_id_score_name_key TO leads_organization_id_points_name_key;

-- constraint.rename leads.leads_points_check: The constraint `leads_score_check` of `leads` is called
-- `leads_points_check`.
ALTER TABLE public.leads RENAME CONSTRAINT leads_score_check TO leads_points_check;

-- index.rename leads.leads_organization_id_points_idx: The index `leads_organization_id_score_idx` of `leads` is called
-- `leads_organization_id_points_idx`.
ALTER INDEX public.leads_organization_id_score_idx RENAME TO leads_organization_id_points_idx;

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
            ('public.leads', 'leads_score_not_null', 'leads_points_not_null')
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
