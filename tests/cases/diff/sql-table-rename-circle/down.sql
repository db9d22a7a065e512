-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rename.

BEGIN;

-- table.rename c: The table `a` is called `c`.
ALTER TABLE public.a RENAME TO crmgen_tmp_a;

-- table.rename a: The table `b` is called `a`.
ALTER TABLE public.b RENAME TO a;

-- table.rename b: The table `c` is called `b`.
ALTER TABLE public.c RENAME TO b;

-- table.rename c: The table `a` is called `c`.
ALTER TABLE public.crmgen_tmp_a RENAME TO c;

-- constraint.rename a.a_pkey: The constraint `b_pkey` of `a` is called `a_pkey`.
ALTER TABLE public.a RENAME CONSTRAINT b_pkey TO crmgen_tmp_b_pkey;

-- constraint.rename b.b_pkey: The constraint `c_pkey` of `b` is called `b_pkey`.
ALTER TABLE public.b RENAME CONSTRAINT c_pkey TO b_pkey;

-- constraint.rename c.c_pkey: The constraint `a_pkey` of `c` is called `c_pkey`.
ALTER TABLE public.c RENAME CONSTRAINT a_pkey TO c_pkey;

-- constraint.rename a.a_pkey: The constraint `b_pkey` of `a` is called `a_pkey`.
ALTER TABLE public.a RENAME CONSTRAINT crmgen_tmp_b_pkey TO a_pkey;

-- constraint.rename c: The NOT NULL constraints of `c` are called after it and its columns, where they have names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.c', 'a_id_not_null', 'c_id_not_null')
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

-- constraint.rename a: The NOT NULL constraints of `a` are called after it and its columns, where they have names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.a', 'b_id_not_null', 'a_id_not_null')
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

-- constraint.rename b: The NOT NULL constraints of `b` are called after it and its columns, where they have names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.b', 'c_id_not_null', 'b_id_not_null')
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
