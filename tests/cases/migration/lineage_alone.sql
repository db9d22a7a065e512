-- [old]
CREATE TABLE whole (id integer NOT NULL, kind text NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE part PARTITION OF whole FOR VALUES IN ('a');
CREATE TABLE above (id integer);
CREATE TABLE child (x integer) INHERITS (above);
CREATE TABLE other (id integer NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE comes (id integer NOT NULL, remark text);

-- [new]
CREATE TABLE part (id integer NOT NULL, kind text NOT NULL);
CREATE TABLE child (id integer, x integer);
CREATE TABLE other (id integer NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE comes PARTITION OF other FOR VALUES FROM (0) TO (10);

-- [hints]
dropped public.comes.remark

-- [rows]
INSERT INTO whole VALUES (1, 'a');
INSERT INTO child VALUES (2, 2);
INSERT INTO comes VALUES (3, 'lost');

-- [query]
SELECT id FROM part UNION ALL SELECT id FROM child UNION ALL SELECT id FROM other ORDER BY 1;

-- [answer]
1
2
3

-- [hazards]
BEHAVIOUR_CHANGE
DELETES_DATA
IRREVERSIBLE
LOCKS_ALL
MAY_FAIL_ON_DATA

-- [up]
-- expand (a transaction)
ALTER TABLE public.child NO INHERIT public.above;
ALTER TABLE public.whole DETACH PARTITION public.part;
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.part', 'whole_id_not_null', 'part_id_not_null'),
            ('public.part', 'whole_kind_not_null', 'part_kind_not_null')
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
-- contract (a transaction)
DROP TABLE public.above;
DROP TABLE public.whole;
ALTER TABLE public.comes DROP COLUMN remark;
-- switch (a transaction: parts public.other)
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.comes', 'comes_id_not_null', 'other_id_not_null')
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
ALTER TABLE public.other ATTACH PARTITION public.comes FOR VALUES FROM (0) TO (10);

-- [down]
-- expand (a transaction)
ALTER TABLE public.other DETACH PARTITION public.comes;
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.comes', 'other_id_not_null', 'comes_id_not_null')
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
CREATE TABLE public.above (
    id integer
);
CREATE TABLE public.whole (
    id integer NOT NULL,
    kind text NOT NULL
) PARTITION BY LIST (kind);
ALTER TABLE public.comes ADD COLUMN remark text;
ALTER TABLE public.child INHERIT public.above;
-- switch (a transaction: parts public.whole)
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
            ('public.part', 'part_kind_not_null', 'whole_kind_not_null')
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
ALTER TABLE public.whole ATTACH PARTITION public.part FOR VALUES IN ('a');
