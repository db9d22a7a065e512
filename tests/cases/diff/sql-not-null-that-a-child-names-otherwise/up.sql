-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rename.

BEGIN;

-- table.rename e: The table `d` is called `e`.
ALTER TABLE public.d RENAME TO e;

-- table.rename q: The table `p` is called `q`.
ALTER TABLE public.p RENAME TO q;

-- table.rename whole: The table `w` is called `whole`.
ALTER TABLE public.w RENAME TO whole;

-- column.rename e.nr: The column `id` of `e` is called `nr`.
ALTER TABLE public.e RENAME COLUMN id TO nr;

-- column.rename q.b: The column `a` of `q` is called `b`.
ALTER TABLE public.q RENAME COLUMN a TO b;

-- column.rename whole.nr: The column `id` of `whole` is called `nr`.
ALTER TABLE public.whole RENAME COLUMN id TO nr;

-- constraint.rename e: The NOT NULL constraints of `e` are called after it and its columns, where they have names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.e', 'd_id_not_null', 'e_nr_not_null')
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

-- constraint.rename q: The NOT NULL constraints of `q` are called after it and its columns, where they have names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.q', 'p_id_not_null', 'q_id_not_null')
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

-- constraint.rename whole: The NOT NULL constraints of `whole` are called after it and its columns, where they have
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
            ('public.whole', 'w_id_not_null', 'whole_nr_not_null'),
            ('public.whole', 'w_k_not_null', 'whole_k_not_null')
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
