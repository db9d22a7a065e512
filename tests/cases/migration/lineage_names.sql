-- [old]
CREATE TABLE whole (id integer NOT NULL, sort text NOT NULL) PARTITION BY LIST (sort);
CREATE TABLE part PARTITION OF whole FOR VALUES IN ('a');
CREATE INDEX part_sort_idx ON part (sort);
CREATE TABLE p (id integer, note text);
CREATE TABLE q (id integer, other text);
CREATE TABLE moves (id integer, note text) INHERITS (p);
CREATE TABLE stays () INHERITS (p);
CREATE TABLE below () INHERITS (stays);
CREATE TABLE w (id integer NOT NULL, note text) PARTITION BY RANGE (id);
CREATE TABLE v (id integer NOT NULL, other text) PARTITION BY RANGE (id);
CREATE TABLE wv PARTITION OF w FOR VALUES FROM (0) TO (10);

-- [new]
CREATE TABLE whole (id integer NOT NULL, kind text NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE part (id integer NOT NULL, a text NOT NULL);
CREATE INDEX part_sort_idx ON part (a);
CREATE TABLE p (id integer, remark text);
CREATE TABLE q (id integer, other text);
CREATE TABLE moves (id integer, other text) INHERITS (q);
CREATE TABLE stays (id integer, note text);
CREATE TABLE below () INHERITS (stays);
CREATE TABLE w (id integer NOT NULL, remark text) PARTITION BY RANGE (id);
CREATE TABLE v (id integer NOT NULL, other text) PARTITION BY RANGE (id);
CREATE TABLE wv PARTITION OF v FOR VALUES FROM (0) TO (10);

-- [hints]
was public.whole.kind: sort
was public.part.a: sort
was public.p.remark: note
was public.moves.other: note
was public.w.remark: note
was public.wv.other: note

-- [rows]
INSERT INTO whole VALUES (1, 'a');
INSERT INTO p VALUES (1, 'p');
INSERT INTO moves VALUES (2, 'moves');
INSERT INTO stays VALUES (3, 'stays');
INSERT INTO below VALUES (4, 'below');
INSERT INTO w VALUES (5, 'wv');

-- [query]
SELECT id, a FROM part UNION ALL SELECT id, other FROM moves UNION ALL SELECT id, note FROM stays UNION ALL SELECT id, other FROM wv ORDER BY 1;

-- [answer]
1|a
2|moves
3|stays
4|below
5|wv

-- [hazards]
BEHAVIOUR_CHANGE
LOCKS_ALL
MAY_FAIL_ON_DATA

-- [up]
-- rename (a transaction)
ALTER TABLE public.p RENAME COLUMN note TO remark;
ALTER TABLE public.w RENAME COLUMN note TO remark;
ALTER TABLE public.whole RENAME COLUMN sort TO kind;
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.whole', 'whole_sort_not_null', 'whole_kind_not_null')
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
ALTER TABLE public.moves NO INHERIT public.p;
ALTER TABLE public.moves RENAME COLUMN remark TO other;
ALTER TABLE public.whole DETACH PARTITION public.part;
ALTER TABLE public.part RENAME COLUMN kind TO a;
ALTER TABLE public.stays NO INHERIT public.p;
ALTER TABLE public.stays RENAME COLUMN remark TO note;
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
            ('public.part', 'whole_kind_not_null', 'part_a_not_null')
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
ALTER TABLE public.moves INHERIT public.q;
-- switch (a transaction: parts public.w)
ALTER TABLE public.w DETACH PARTITION public.wv;
-- rename (a transaction)
ALTER TABLE public.wv RENAME COLUMN remark TO other;
-- switch (a transaction: parts public.v)
ALTER TABLE public.v ATTACH PARTITION public.wv FOR VALUES FROM (0) TO (10);

-- [down]
-- rename (a transaction)
ALTER TABLE public.p RENAME COLUMN remark TO note;
ALTER TABLE public.part RENAME COLUMN a TO sort;
ALTER TABLE public.w RENAME COLUMN remark TO note;
ALTER TABLE public.whole RENAME COLUMN kind TO sort;
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
ALTER TABLE public.moves NO INHERIT public.q;
ALTER TABLE public.moves RENAME COLUMN other TO note;
ALTER TABLE public.moves INHERIT public.p;
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
ALTER TABLE public.whole ATTACH PARTITION public.part FOR VALUES IN ('a');
-- switch (a transaction)
ALTER TABLE public.stays INHERIT public.p;
-- switch (a transaction: parts public.v)
ALTER TABLE public.v DETACH PARTITION public.wv;
-- rename (a transaction)
ALTER TABLE public.wv RENAME COLUMN other TO note;
-- switch (a transaction: parts public.w)
ALTER TABLE public.w ATTACH PARTITION public.wv FOR VALUES FROM (0) TO (10);
