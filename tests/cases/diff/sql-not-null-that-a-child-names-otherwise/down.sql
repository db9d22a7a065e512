-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rename.

BEGIN;

-- table.rename d: The table `e` is called `d`.
ALTER TABLE public.e RENAME TO d;

-- table.rename p: The table `q` is called `p`.
ALTER TABLE public.q RENAME TO p;

-- table.rename w: The table `whole` is called `w`.
ALTER TABLE public.whole RENAME TO w;

-- column.rename d.id: The column `nr` of `d` is called `id`.
ALTER TABLE public.d RENAME COLUMN nr TO id;

-- column.rename p.a: The column `b` of `p` is called `a`.
ALTER TABLE public.p RENAME COLUMN b TO a;

-- column.rename w.id: The column `nr` of `w` is called `id`.
ALTER TABLE public.w RENAME COLUMN nr TO id;

-- constraint.rename d: The NOT NULL constraints of `d` are called after it and its columns, where they have names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.d', 'e_nr_not_null', 'd_id_not_null')
        ) AS renamed (of_table, was, becomes)
    LOOP
        IF EXISTS (
            SELECT FROM pg_catalog.pg_constraint
            WHERE conrelid = crmgen_one.of_table::regclass AND contype = 'n' AND conname = crmgen_one.was
                AND coninhcount = 0
                AND NOT EXISTS (
                    WITH RECURSIVE below (one) AS (
                        SELECT inhrelid FROM pg_catalog.pg_inherits WHERE inhparent = crmgen_one.of_table::regclass
                        UNION SELECT inhrelid FROM pg_catalog.pg_inherits JOIN below ON inhparent = below.one
                    )
                    SELECT FROM below WHERE NOT EXISTS (
                        SELECT FROM pg_catalog.pg_constraint
                        WHERE conrelid = below.one AND contype = 'n' AND conname = crmgen_one.was
                    )
                )
        ) THEN
            EXECUTE pg_catalog.format(
                'ALTER TABLE %s RENAME CONSTRAINT %I TO %I', crmgen_one.of_table, crmgen_one.was, crmgen_one.becomes
            );
        END IF;
    END LOOP;
END
$crmgen$;

-- constraint.rename p: The NOT NULL constraints of `p` are called after it and its columns, where they have names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.p', 'q_id_not_null', 'p_id_not_null')
        ) AS renamed (of_table, was, becomes)
    LOOP
        IF EXISTS (
            SELECT FROM pg_catalog.pg_constraint
            WHERE conrelid = crmgen_one.of_table::regclass AND contype = 'n' AND conname = crmgen_one.was
                AND coninhcount = 0
                AND NOT EXISTS (
                    WITH RECURSIVE below (one) AS (
                        SELECT inhrelid FROM pg_catalog.pg_inherits WHERE inhparent = crmgen_one.of_table::regclass
                        UNION SELECT inhrelid FROM pg_catalog.pg_inherits JOIN below ON inhparent = below.one
                    )
                    SELECT FROM below WHERE NOT EXISTS (
                        SELECT FROM pg_catalog.pg_constraint
                        WHERE conrelid = below.one AND contype = 'n' AND conname = crmgen_one.was
                    )
                )
        ) THEN
            EXECUTE pg_catalog.format(
                'ALTER TABLE %s RENAME CONSTRAINT %I TO %I', crmgen_one.of_table, crmgen_one.was, crmgen_one.becomes
            );
        END IF;
    END LOOP;
END
$crmgen$;

-- constraint.rename w: The NOT NULL constraints of `w` are called after it and its columns, where they have names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.w', 'whole_nr_not_null', 'w_id_not_null'),
            ('public.w', 'whole_k_not_null', 'w_k_not_null')
        ) AS renamed (of_table, was, becomes)
    LOOP
        IF EXISTS (
            SELECT FROM pg_catalog.pg_constraint
            WHERE conrelid = crmgen_one.of_table::regclass AND contype = 'n' AND conname = crmgen_one.was
                AND coninhcount = 0
                AND NOT EXISTS (
                    WITH RECURSIVE below (one) AS (
                        SELECT inhrelid FROM pg_catalog.pg_inherits WHERE inhparent = crmgen_one.of_table::regclass
                        UNION SELECT inhrelid FROM pg_catalog.pg_inherits JOIN below ON inhparent = below.one
                    )
                    SELECT FROM below WHERE NOT EXISTS (
                        SELECT FROM pg_catalog.pg_constraint
                        WHERE conrelid = below.one AND contype = 'n' AND conname = crmgen_one.was
                    )
                )
        ) THEN
            EXECUTE pg_catalog.format(
                'ALTER TABLE %s RENAME CONSTRAINT %I TO %I', crmgen_one.of_table, crmgen_one.was, crmgen_one.becomes
            );
        END IF;
    END LOOP;
END
$crmgen$;

COMMIT;
