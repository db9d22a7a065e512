-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: rename.

BEGIN;

-- column.rename p.a: The column `b` of `p` is called `a`.
ALTER TABLE public.p RENAME COLUMN b TO a;

-- column.rename t.kind: The column `sort` of `t` is called `kind`.
ALTER TABLE public.t RENAME COLUMN sort TO kind;

-- constraint.rename p.filled: The constraint `named` of `p` is called `filled`.
ALTER TABLE public.p RENAME CONSTRAINT named TO filled;

-- constraint.rename t.t_kind_at_key: The constraint `t_sort_at_key` of `t` is called `t_kind_at_key`.
ALTER TABLE public.t RENAME CONSTRAINT t_sort_at_key TO t_kind_at_key;

-- constraint.rename t_new.t_new_kind_at_key: The constraint `t_new_sort_at_key` of `t_new` is called
-- `t_new_kind_at_key`.
ALTER TABLE public.t_new RENAME CONSTRAINT t_new_sort_at_key TO t_new_kind_at_key;

-- index.rename t_new.t_new_kind_idx: The index `t_new_sort_idx` of `t_new` is called `t_new_kind_idx`.
ALTER INDEX public.t_new_sort_idx RENAME TO t_new_kind_idx;

-- constraint.rename t_old.t_old_kind_at_key: The constraint `t_old_sort_at_key` of `t_old` is called
-- `t_old_kind_at_key`.
ALTER TABLE public.t_old RENAME CONSTRAINT t_old_sort_at_key TO t_old_kind_at_key;

-- index.rename t_old.t_old_kind_idx: The index `t_old_sort_idx` of `t_old` is called `t_old_kind_idx`.
ALTER INDEX public.t_old_sort_idx RENAME TO t_old_kind_idx;

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
            ('public.p', 'p_b_not_null', 'p_a_not_null')
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
            ('public.t', 't_sort_not_null', 't_kind_not_null')
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

-- view.change v: The view `v` changes.
-- BEHAVIOUR_CHANGE: queries that read `v` get what the new one gives
DROP VIEW public.v;

CREATE VIEW public.v AS
SELECT a FROM d;

COMMIT;
