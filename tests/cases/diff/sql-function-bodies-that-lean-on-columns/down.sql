-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 5: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: the values of `t.c` are lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: the values of `t.c` are lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 5: expand.

BEGIN;

-- column.add t.c: The column `t.c` is added.
ALTER TABLE public.t ADD COLUMN c integer;

COMMIT;

-- Part 3 of 5: rewrite.

BEGIN;

-- dependent.remake g: The function `g` is made again with `t`.
DROP FUNCTION public.g();

-- dependent.remake v: The view `v` is made again with `t`.
DROP VIEW public.v;

-- dependent.remake f: The function `f` is made again with `t`.
DROP FUNCTION public.f(integer);

-- column.type t.id: The column `t.id` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `id` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE id IS NOT NULL
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- column.type t.a: The column `t.a` changes its type from `varchar(9)` to `text`.
-- LOCKS_ALL: `t` is locked for a moment; indexes on `a` may be built again
ALTER TABLE public.t
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN a TYPE text;

-- dependent.remake f: The function `f` is made again with `t`.
CREATE FUNCTION public.f(x integer)
RETURNS text
LANGUAGE sql
BEGIN ATOMIC SELECT a FROM t WHERE id = x; END;

-- dependent.remake g: The function `g` is made again with `t`.
CREATE FUNCTION public.g()
RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC SELECT count(*) FROM t WHERE c = 1; END;

-- dependent.remake v: The view `v` is made again with `t`.
CREATE VIEW public.v AS
SELECT f(id) AS x FROM t;

COMMIT;

-- Part 4 of 5: expand.

BEGIN;

-- function.add pr: The function `public.pr()` is made.
CREATE PROCEDURE public.pr()
LANGUAGE sql
BEGIN ATOMIC DELETE FROM t WHERE c = 2; END;

COMMIT;

-- Part 5 of 5: contract.

BEGIN;

-- column.drop t.d: The column `t.d` is dropped.
-- DELETES_DATA: the values of `t.d` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t WHERE d IS NOT NULL
ALTER TABLE public.t DROP COLUMN d;

COMMIT;
