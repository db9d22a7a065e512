-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: expand.

BEGIN;

-- table.lineage b: The table `b` inherits from others than before.
-- BEHAVIOUR_CHANGE: queries of other tables find more or fewer rows, as those of `b` are theirs too
ALTER TABLE public.b NO INHERIT public.a;

DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.b', 'a_id_not_null', 'b_id_not_null')
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

-- table.lineage list_b: The table `list_b` is no part of another any more.
-- BEHAVIOUR_CHANGE: queries of the whole find more or fewer rows, as those of `list_b` are its rows too
ALTER TABLE public.list DETACH PARTITION public.list_b;

DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.list_b', 'list_id_not_null', 'list_b_id_not_null')
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

-- table.lineage c: The table `c` inherits from others than before.
-- BEHAVIOUR_CHANGE: queries of other tables find more or fewer rows, as those of `c` are theirs too
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.c', 'c_id_not_null', 'a_id_not_null')
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

ALTER TABLE public.c INHERIT public.a;

COMMIT;

-- Part 2 of 3: switch.

BEGIN;

-- table.lineage list_a: The table `list_a` becomes a part of another.
-- BEHAVIOUR_CHANGE: queries of the whole find more or fewer rows, as those of `list_a` are its rows too
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.list_a', 'list_a_id_not_null', 'list_id_not_null'),
            ('public.list_a', 'list_a_kind_not_null', 'list_kind_not_null')
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

-- MAY_FAIL_ON_DATA: it fails where a row of `list_a` is not one that it takes; move those rows first
-- LOCKS_ALL: nobody reads or writes `list_a` while its rows are looked at
ALTER TABLE public.list ATTACH PARTITION public.list_a FOR VALUES IN ('a');

COMMIT;

-- Part 3 of 3: switch.

BEGIN;

-- column.not_null.drop list_b.kind: The column `list_b.kind` may be NULL.
ALTER TABLE public.list_b ALTER COLUMN kind DROP NOT NULL;

COMMIT;
