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

-- table.rename prospects: The table `leads` is called `prospects`.
ALTER TABLE public.leads RENAME TO prospects;

-- constraint.rename prospects.prospects_pkey: The constraint `leads_pkey` of `prospects` is called `prospects_pkey`.
ALTER TABLE public.prospects RENAME CONSTRAINT leads_pkey TO prospects_pkey;

-- constraint.rename prospects.prospects_organization_id_id_key: The constraint `leads_organization_id_id_key` of
-- `prospects` is called `prospects_organization_id_id_key`.
ALTER TABLE public.prospects RENAME CONSTRAINT leads_organization_id_id_key TO prospects_organization_id_id_key;

-- constraint.rename prospects.prospects_organization_id_name_key: The constraint `leads_organization_id_name_key` of
-- `prospects` is called `prospects_organization_id_name_key`.
ALTER TABLE public.prospects RENAME CONSTRAINT leads_organization_id_name_key TO prospects_organization_id_name_key;

-- constraint.rename prospects.prospects_scored_check: The constraint `leads_scored_check` of `prospects` is called
-- `prospects_scored_check`.
ALTER TABLE public.prospects RENAME CONSTRAINT leads_scored_check TO prospects_scored_check;

-- constraint.rename prospects.prospects_organization_id_fkey: The constraint `leads_organization_id_fkey` of
-- `prospects` is called `prospects_organization_id_fkey`.
ALTER TABLE public.prospects RENAME CONSTRAINT leads_organization_id_fkey TO prospects_organization_id_fkey;

-- constraint.rename prospects.prospects_referrer_id_fkey: The constraint `leads_referrer_id_fkey` of `prospects` is
-- called `prospects_referrer_id_fkey`.
ALTER TABLE public.prospects RENAME CONSTRAINT leads_referrer_id_fkey TO prospects_referrer_id_fkey;

-- constraint.rename prospects.prospects_referrer_id_plain_fkey: The constraint `leads_referrer_id_plain_fkey` of
-- `prospects` is called `prospects_referrer_id_plain_fkey`.
ALTER TABLE public.prospects RENAME CONSTRAINT leads_referrer_id_plain_fkey TO prospects_referrer_id_plain_fkey;

-- index.rename prospects.prospects_organization_id_score_idx: The index `leads_organization_id_score_idx` of
-- `prospects` is called `prospects_organization_id_score_idx`.
ALTER INDEX public.leads_organization_id_score_idx RENAME TO prospects_organization_id_score_idx;

-- index.rename prospects.prospects_referrer_id_organization_id_idx: The index `leads_referrer_id_organization_id_idx`
-- of `prospects` is called `prospects_referrer_id_organization_id_idx`.
ALTER INDEX public.leads_referrer_id_organization_id_idx RENAME TO prospects_referrer_id_organization_id_idx;

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
            ('public.prospects', 'leads_name_not_null', 'prospects_name_not_null'),
            ('public.prospects', 'leads_score_not_null', 'prospects_score_not_null')
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
