-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 4: rename.

BEGIN;

-- table.rename things: The table `t` is called `things`.
ALTER TABLE public.t RENAME TO things;

-- column.rename things.sort: The column `kind` of `things` is called `sort`.
ALTER TABLE public.things RENAME COLUMN kind TO sort;

-- column.rename things.name: The column `n` of `things` is called `name`.
ALTER TABLE public.things RENAME COLUMN n TO name;

-- column.rename t_b.sort: The column `kind` of `t_b` is called `sort`.
ALTER TABLE public.t_b RENAME COLUMN kind TO sort;

-- column.rename t_b.name: The column `n` of `t_b` is called `name`.
ALTER TABLE public.t_b RENAME COLUMN n TO name;

-- constraint.rename things: The NOT NULL constraints of `things` are called after it and its columns, where they have
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
            ('public.things', 't_id_not_null', 'things_id_not_null'),
            ('public.things', 't_kind_not_null', 'things_sort_not_null')
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

-- constraint.rename t_b: The NOT NULL constraints of `t_b` are called after it and its columns, where they have names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.t_b', 't_b_kind_not_null', 't_b_sort_not_null')
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

-- Part 2 of 4: rewrite.

BEGIN;

-- column.type t_b.id: The column `t_b.id` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `t_b` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t_b` is written again, while nobody reads or writes
-- column.type t_b.name: The column `t_b.name` changes its type from `text` to `varchar(40)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `name` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t_b WHERE length(n::text) > 40
-- REWRITES_TABLE: every row of `t_b` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t_b` is written again, while nobody reads or writes
ALTER TABLE public.t_b
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN name TYPE varchar(40);

COMMIT;

-- Part 3 of 4: rewrite.

BEGIN;

-- dependent.remake things.p: The policy `things.p` is made again with `things`.
DROP POLICY p ON public.things;

-- column.type things.id: The column `things.id` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `things` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `things` is written again, while nobody reads or writes
-- column.type things.name: The column `things.name` changes its type from `text` to `varchar(40)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `name` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE length(n::text) > 40
-- REWRITES_TABLE: every row of `things` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `things` is written again, while nobody reads or writes
ALTER TABLE public.things
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN name TYPE varchar(40);

-- dependent.remake things.p: The policy `things.p` is made again with `things`.
CREATE POLICY p ON public.things AS PERMISSIVE FOR ALL TO PUBLIC USING (name = current_user);

COMMIT;

-- Part 4 of 4: switch.

BEGIN;

-- table.lineage t_b: The table `t_b` becomes a part of another.
-- BEHAVIOUR_CHANGE: queries of the whole find more or fewer rows, as those of `t_b` are its rows too
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.t_b', 't_b_id_not_null', 'things_id_not_null'),
            ('public.t_b', 't_b_sort_not_null', 'things_sort_not_null')
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

-- MAY_FAIL_ON_DATA: it fails where a row of `t_b` is not one that it takes; move those rows first
-- LOCKS_ALL: nobody reads or writes `t_b` while its rows are looked at
ALTER TABLE public.things ATTACH PARTITION public.t_b FOR VALUES IN ('b');

COMMIT;
