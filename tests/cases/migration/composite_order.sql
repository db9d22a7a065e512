-- [old]
CREATE TYPE size AS (width integer, height integer);
CREATE TABLE t (id integer PRIMARY KEY, a size);

-- [new]
CREATE TYPE size AS (height integer, width bigint, unit text);
CREATE TABLE t (id integer PRIMARY KEY, a size);

-- [rows]
INSERT INTO t VALUES (1, ROW(1, 2)), (2, NULL), (3, ROW(NULL, 5));

-- [query]
SELECT id, a FROM t ORDER BY id

-- [answer]
1|(2,1,)
2|NULL
3|(5,,)

-- [hazards]
LOCKS_ALL
MAY_FAIL_ON_DATA
REWRITES_TABLE

-- [up]
-- rewrite (a transaction: rewrite public.t)
ALTER TYPE public.size RENAME TO crmgen_old_size;
CREATE TYPE size AS (height int, width bigint, unit text);
ALTER TABLE public.t ALTER COLUMN a TYPE public.size USING CASE WHEN a IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW((a).height, (a).width, NULL)::text::public.size END;
DROP TYPE public.crmgen_old_size;

-- [down]
-- rewrite (a transaction: rewrite public.t)
ALTER TYPE public.size RENAME TO crmgen_old_size;
CREATE TYPE size AS (width int, height int);
ALTER TABLE public.t ALTER COLUMN a TYPE public.size USING CASE WHEN a IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW((a).width, (a).height)::text::public.size END;
DROP TYPE public.crmgen_old_size;
