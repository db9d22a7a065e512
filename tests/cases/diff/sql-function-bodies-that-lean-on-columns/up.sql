-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: expand.

BEGIN;

-- column.add t.d: The column `t.d` is added.
ALTER TABLE public.t ADD COLUMN d integer;

COMMIT;

-- Part 2 of 3: rewrite.

BEGIN;

-- dependent.remake g: The function `g` is made again with `t`.
DROP FUNCTION public.g();

-- dependent.remake pr: The function `pr` is made again with `t`.
DROP PROCEDURE public.pr();

-- dependent.remake v: The view `v` is made again with `t`.
DROP VIEW public.v;

-- dependent.remake f: The function `f` is made again with `t`.
DROP FUNCTION public.f(integer);

-- column.type t.id: The column `t.id` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- column.type t.a: The column `t.a` changes its type from `text` to `varchar(9)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `a` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE length(a::text) > 9
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TABLE public.t
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN a TYPE varchar(9);

-- dependent.remake f: The function `f` is made again with `t`.
CREATE FUNCTION public.f(x integer)
RETURNS text
LANGUAGE sql
BEGIN ATOMIC SELECT a FROM t WHERE id = x; END;

-- dependent.remake g: The function `g` is made again with `t`.
CREATE FUNCTION public.g()
RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC SELECT count(*) FROM t WHERE d = 1; END;

-- dependent.remake v: The view `v` is made again with `t`.
CREATE VIEW public.v AS
SELECT f(id::int) AS x FROM t;

COMMIT;

-- Part 3 of 3: contract.

BEGIN;

-- column.drop t.c: The column `t.c` is dropped.
-- DELETES_DATA: the values of `t.c` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t WHERE c IS NOT NULL
ALTER TABLE public.t DROP COLUMN c;

COMMIT;
