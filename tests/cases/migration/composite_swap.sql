-- [old]
CREATE TYPE size AS (width integer, height integer, unit text);
CREATE TABLE t (id integer PRIMARY KEY, a size DEFAULT ROW(1, 2, 'm')::size, many size[]);
CREATE VIEW v AS SELECT id, (a).width FROM t;
COMMENT ON TYPE size IS 'how large';

-- [new]
CREATE TYPE size AS (width bigint, height numeric(9,2), unit varchar(9));
CREATE TABLE t (id integer PRIMARY KEY, a size DEFAULT ROW(1, 2, 'm')::size, many size[]);
CREATE VIEW v AS SELECT id, (a).width FROM t;
COMMENT ON TYPE size IS 'how large';

-- [rows]
INSERT INTO t VALUES (1, ROW(1, 2, 'cm'), ARRAY[ROW(3, 4, 'm')]::size[]), (2, NULL, NULL), (3, ROW(NULL, 5, NULL), '{}');
INSERT INTO t (id) VALUES (4);

-- [query]
SELECT id, a, many FROM t ORDER BY id

-- [answer]
1|(1,2.00,cm)|{"(3,4.00,m)"}
2|NULL|NULL
3|(,5.00,)|{}
4|(1,2.00,m)|NULL

-- [lossy]
heights are written with their digits, which an integer does not take

-- [stuck]
invalid input syntax for type integer

-- [hazards]
LOCKS_ALL
MAY_FAIL_ON_DATA
REWRITES_TABLE

-- [up]
-- rewrite (a transaction: rewrite public.t)
DROP VIEW public.v;
ALTER TYPE public.size RENAME TO crmgen_old_size;
CREATE TYPE size AS (width bigint, height numeric(9, 2), unit varchar(9));
ALTER TABLE public.t
    ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE public.size USING CASE WHEN a IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW((a).width, (a).height, (a).unit)::text::public.size END, ALTER COLUMN a SET DEFAULT ROW(1, 2, 'm')::size,
    ALTER COLUMN many TYPE public.size[] USING many::text::public.size[];
CREATE VIEW public.v AS
SELECT id, (a).width FROM t;
DROP TYPE public.crmgen_old_size;
-- switch (a transaction)
COMMENT ON TYPE public.size IS 'how large';

-- [down]
-- rewrite (a transaction: rewrite public.t)
DROP VIEW public.v;
ALTER TYPE public.size RENAME TO crmgen_old_size;
CREATE TYPE size AS (width int, height int, unit text);
ALTER TABLE public.t
    ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE public.size USING CASE WHEN a IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW((a).width, (a).height, (a).unit)::text::public.size END, ALTER COLUMN a SET DEFAULT ROW(1, 2, 'm')::size,
    ALTER COLUMN many TYPE public.size[] USING many::text::public.size[];
CREATE VIEW public.v AS
SELECT id, (a).width FROM t;
DROP TYPE public.crmgen_old_size;
-- switch (a transaction)
COMMENT ON TYPE public.size IS 'how large';
