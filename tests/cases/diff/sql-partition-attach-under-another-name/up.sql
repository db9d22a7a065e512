-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: rename.

BEGIN;

-- column.rename part.sort: The column `a` of `part` is called `sort`.
ALTER TABLE public.part RENAME COLUMN a TO sort;

-- column.rename whole.sort: The column `kind` of `whole` is called `sort`.
ALTER TABLE public.whole RENAME COLUMN kind TO sort;

-- constraint.rename part: The NOT NULL constraints of `part` are called after it and its columns, where they have
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
            ('public.part', 'part_a_not_null', 'part_sort_not_null')
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
            ('public.whole', 'whole_kind_not_null', 'whole_sort_not_null')
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

-- Part 2 of 2: switch.

BEGIN;

-- table.lineage part: The table `part` becomes a part of another.
-- BEHAVIOUR_CHANGE: queries of the whole find more or fewer rows, as those of `part` are its rows too
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.part', 'part_id_not_null', 'whole_id_not_null'),
            ('public.part', 'part_sort_not_null', 'whole_sort_not_null')
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

-- MAY_FAIL_ON_DATA: it fails where a row of `part` is not one that it takes; move those rows first
-- LOCKS_ALL: nobody reads or writes `part` while its rows are looked at
ALTER TABLE public.whole ATTACH PARTITION public.part FOR VALUES IN ('a');

COMMIT;
