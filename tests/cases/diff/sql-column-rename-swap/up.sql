-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rename.

BEGIN;

-- column.rename t.b: The column `a` of `t` is called `b`.
ALTER TABLE public.t RENAME COLUMN a TO crmgen_tmp_a;

-- column.rename t.a: The column `b` of `t` is called `a`.
ALTER TABLE public.t RENAME COLUMN b TO a;

-- column.rename t.b: The column `a` of `t` is called `b`.
ALTER TABLE public.t RENAME COLUMN crmgen_tmp_a TO b;

-- index.rename t.t_b_idx: The index `t_a_idx` of `t` is called `t_b_idx`.
ALTER INDEX public.t_a_idx RENAME TO t_b_idx;

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
            ('public.t', 't_a_not_null', 'crmgen_tmp_0_not_null'),
            ('public.t', 't_b_not_null', 'crmgen_tmp_1_not_null'),
            ('public.t', 'crmgen_tmp_0_not_null', 't_b_not_null'),
            ('public.t', 'crmgen_tmp_1_not_null', 't_a_not_null')
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
