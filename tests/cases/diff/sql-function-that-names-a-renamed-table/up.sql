-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rename.

BEGIN;

-- table.rename leads: The table `prospects` is called `leads`.
ALTER TABLE public.prospects RENAME TO leads;

-- constraint.rename leads.leads_pkey: The constraint `prospects_pkey` of `leads` is called `leads_pkey`.
ALTER TABLE public.leads RENAME CONSTRAINT prospects_pkey TO leads_pkey;

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
            ('public.leads', 'prospects_id_not_null', 'leads_id_not_null')
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

-- function.change counted: The function `public.counted()` changes.
-- BEHAVIOUR_CHANGE: whatever calls `public.counted()` gets what the new one does
CREATE OR REPLACE FUNCTION public.counted()
RETURNS bigint
LANGUAGE plpgsql
AS $function$ BEGIN RETURN (SELECT count(*) FROM leads); END $function$;

COMMIT;
