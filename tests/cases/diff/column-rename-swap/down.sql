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

-- enum.value.rename Grade.LOW: The value `HIGH` of `Grade` is called `LOW`.
ALTER TYPE public."Grade" RENAME VALUE 'HIGH' TO 'crmgen_tmp_HIGH';

-- enum.value.rename Grade.HIGH: The value `LOW` of `Grade` is called `HIGH`.
ALTER TYPE public."Grade" RENAME VALUE 'LOW' TO 'HIGH';

-- enum.value.rename Grade.LOW: The value `HIGH` of `Grade` is called `LOW`.
ALTER TYPE public."Grade" RENAME VALUE 'crmgen_tmp_HIGH' TO 'LOW';

-- column.rename leads.last: The column `first` of `leads` is called `last`.
ALTER TABLE public.leads RENAME COLUMN first TO crmgen_tmp_first;

-- column.rename leads.first: The column `last` of `leads` is called `first`.
ALTER TABLE public.leads RENAME COLUMN last TO first;

-- column.rename leads.last: The column `first` of `leads` is called `last`.
ALTER TABLE public.leads RENAME COLUMN crmgen_tmp_first TO last;

-- column.rename leads.note: The column `hint` of `leads` is called `note`.
ALTER TABLE public.leads RENAME COLUMN hint TO crmgen_tmp_hint;

-- column.rename leads.hint: The column `note` of `leads` is called `hint`.
ALTER TABLE public.leads RENAME COLUMN note TO hint;

-- column.rename leads.note: The column `hint` of `leads` is called `note`.
ALTER TABLE public.leads RENAME COLUMN crmgen_tmp_hint TO note;

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
            ('public.leads', 'leads_first_not_null', 'crmgen_tmp_0_not_null'),
            ('public.leads', 'leads_last_not_null', 'crmgen_tmp_1_not_null'),
            ('public.leads', 'crmgen_tmp_0_not_null', 'leads_last_not_null'),
            ('public.leads', 'crmgen_tmp_1_not_null', 'leads_first_not_null')
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
