-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: rename.

BEGIN;

-- table.rename t: The table `things` is called `t`.
ALTER TABLE public.things RENAME TO t;

-- column.rename t.n: The column `name` of `t` is called `n`.
ALTER TABLE public.t RENAME COLUMN name TO n;

-- column.rename t.kind: The column `sort` of `t` is called `kind`.
ALTER TABLE public.t RENAME COLUMN sort TO kind;

-- constraint.rename t: The NOT NULL constraints of `t` are called after it and its columns, where they have names.
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.t', 'things_id_not_null', 't_id_not_null'),
            ('public.t', 'things_sort_not_null', 't_kind_not_null')
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

-- table.lineage t_b: The table `t_b` is no part of another any more.
-- BEHAVIOUR_CHANGE: queries of the whole find more or fewer rows, as those of `t_b` are its rows too
ALTER TABLE public.t DETACH PARTITION public.t_b;

DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.t_b', 't_id_not_null', 't_b_id_not_null'),
            ('public.t_b', 't_kind_not_null', 't_b_kind_not_null')
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

-- Part 2 of 3: rewrite.

BEGIN;

-- dependent.remake t.p: The policy `t.p` is made again with `t`.
DROP POLICY p ON public.t;

-- column.type t.id: The column `t.id` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `id` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.things WHERE id IS NOT NULL
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- column.type t.n: The column `t.n` changes its type from `varchar(40)` to `text`.
-- LOCKS_ALL: `t` is locked for a moment; indexes on `n` may be built again
ALTER TABLE public.t
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN n TYPE text;

-- dependent.remake t.p: The policy `t.p` is made again with `t`.
CREATE POLICY p ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (n = current_user);

COMMIT;

-- Part 3 of 3: rewrite.

BEGIN;

-- column.type t_b.id: The column `t_b.id` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `id` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t_b WHERE id IS NOT NULL
-- REWRITES_TABLE: every row of `t_b` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t_b` is written again, while nobody reads or writes
-- column.type t_b.n: The column `t_b.n` changes its type from `varchar(40)` to `text`.
-- LOCKS_ALL: `t_b` is locked for a moment; indexes on `n` may be built again
ALTER TABLE public.t_b
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN n TYPE text;

COMMIT;
