-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rename.

BEGIN;

-- table.rename leads: The table `prospects` is called `leads`.
ALTER TABLE public.prospects RENAME TO leads;

-- constraint.rename leads.leads_pkey: The constraint `prospects_pkey` of `leads` is called `leads_pkey`.
ALTER TABLE public.leads RENAME CONSTRAINT prospects_pkey TO leads_pkey;

-- constraint.rename leads.leads_organization_id_id_key: The constraint `prospects_organization_id_id_key` of `leads` is
-- called `leads_organization_id_id_key`.
ALTER TABLE public.leads RENAME CONSTRAINT prospects_organization_id_id_key TO leads_organization_id_id_key;

-- constraint.rename leads.leads_organization_id_name_key: The constraint `prospects_organization_id_name_key` of
-- `leads` is called `leads_organization_id_name_key`.
ALTER TABLE public.leads RENAME CONSTRAINT prospects_organization_id_name_key TO leads_organization_id_name_key;

-- constraint.rename leads.leads_scored_check: The constraint `prospects_scored_check` of `leads` is called
-- `leads_scored_check`.
ALTER TABLE public.leads RENAME CONSTRAINT prospects_scored_check TO leads_scored_check;

-- constraint.rename leads.leads_organization_id_fkey: The constraint `prospects_organization_id_fkey` of `leads` is
-- called `leads_organization_id_fkey`.
ALTER TABLE public.leads RENAME CONSTRAINT prospects_organization_id_fkey TO leads_organization_id_fkey;

-- constraint.rename leads.leads_referrer_id_fkey: The constraint `prospects_referrer_id_fkey` of `leads` is called
-- `leads_referrer_id_fkey`.
ALTER TABLE public.leads RENAME CONSTRAINT prospects_referrer_id_fkey TO leads_referrer_id_fkey;

-- constraint.rename leads.leads_referrer_id_plain_fkey: The constraint `prospects_referrer_id_plain_fkey` of `leads` is
-- called `leads_referrer_id_plain_fkey`.
ALTER TABLE public.leads RENAME CONSTRAINT prospects_referrer_id_plain_fkey TO leads_referrer_id_plain_fkey;

-- index.rename leads.leads_organization_id_score_idx: The index `prospects_organization_id_score_idx` of `leads` is
-- called `leads_organization_id_score_idx`.
ALTER INDEX public.prospects_organization_id_score_idx RENAME TO leads_organization_id_score_idx;

-- index.rename leads.leads_referrer_id_organization_id_idx: The index `prospects_referrer_id_organization_id_idx` of
-- `leads` is called `leads_referrer_id_organization_id_idx`.
ALTER INDEX public.prospects_referrer_id_organization_id_idx RENAME TO leads_referrer_id_organization_id_idx;

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
            ('public.leads', 'prospects_name_not_null', 'leads_name_not_null'),
            ('public.leads', 'prospects_score_not_null', 'leads_score_not_null')
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
