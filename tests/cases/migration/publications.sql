-- [old]
CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, b text, c integer, d text);
CREATE PUBLICATION of_rows FOR TABLE t WHERE (id > 3);
CREATE PUBLICATION of_columns FOR TABLE t (id, a, c, d);
CREATE PUBLICATION of_all FOR TABLE t;
COMMENT ON PUBLICATION of_rows IS 'Rows from 4 on.';
CREATE STATISTICS together ON a, c FROM t;

-- [new]
CREATE TABLE t (id bigint PRIMARY KEY, a bigint NOT NULL, b varchar(20), e integer, f text);
CREATE PUBLICATION of_rows FOR TABLE t WHERE (id > 3);
CREATE PUBLICATION of_columns FOR TABLE t (id, a, e, f);
CREATE PUBLICATION of_all FOR TABLE t;
COMMENT ON PUBLICATION of_rows IS 'Rows from 4 on.';
CREATE STATISTICS together ON a, e FROM t;

-- [hints]
was public.t.e: c
dropped public.t.d

-- [rows]
INSERT INTO t VALUES (1, 2, 'b', 3, NULL);

-- [query]
SELECT id, a, b, e FROM t;

-- [answer]
1|2|b|3

-- [hazards]
DELETES_DATA
LOCKS_ALL
MAY_FAIL_ON_DATA
REWRITES_TABLE

-- [up]
-- rename (a transaction)
ALTER TABLE public.t RENAME COLUMN c TO e;
ALTER TABLE public.t ADD COLUMN f text;
-- switch (a transaction: object STATISTICS public.together)
DROP STATISTICS public.together;
CREATE STATISTICS together ON a, e FROM t;
-- rewrite (a transaction: rewrite public.t)
DROP PUBLICATION of_columns;
DROP PUBLICATION of_rows;
ALTER TABLE public.t
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN a TYPE bigint,
    ALTER COLUMN b TYPE varchar(20);
CREATE PUBLICATION of_columns FOR TABLE t(id, a, e, f);
CREATE PUBLICATION of_rows FOR TABLE t WHERE (id > 3);
-- switch (a transaction)
COMMENT ON PUBLICATION of_rows IS 'Rows from 4 on.';
-- contract (a transaction)
ALTER TABLE public.t DROP COLUMN d;

-- [down]
-- rename (a transaction)
ALTER TABLE public.t RENAME COLUMN e TO c;
ALTER TABLE public.t ADD COLUMN d text;
-- switch (a transaction: object STATISTICS public.together)
DROP STATISTICS public.together;
CREATE STATISTICS together ON a, c FROM t;
-- rewrite (a transaction: rewrite public.t)
DROP PUBLICATION of_columns;
DROP PUBLICATION of_rows;
ALTER TABLE public.t
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN a TYPE integer,
    ALTER COLUMN b TYPE text;
CREATE PUBLICATION of_columns FOR TABLE t(id, a, c, d);
CREATE PUBLICATION of_rows FOR TABLE t WHERE (id > 3);
-- switch (a transaction)
COMMENT ON PUBLICATION of_rows IS 'Rows from 4 on.';
-- contract (a transaction)
ALTER TABLE public.t DROP COLUMN f;
