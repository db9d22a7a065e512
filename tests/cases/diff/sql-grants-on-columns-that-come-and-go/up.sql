-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: expand.

BEGIN;

-- column.add t.n: The column `t.n` is added.
ALTER TABLE public.t ADD COLUMN n text;

COMMIT;

-- Part 2 of 3: rewrite.

BEGIN;

-- dependent.remake f: The function `f` is dropped and made again.
DROP FUNCTION public.f(integer);

CREATE FUNCTION public.f(integer)
RETURNS bigint
LANGUAGE sql
AS $function$ SELECT 1::bigint $function$;

-- privilege.revoke f.PUBLIC: Everybody may no longer EXECUTE on `f`, as before.
REVOKE EXECUTE ON FUNCTION public.f(integer) FROM PUBLIC;

-- privilege.grant f.reader: `reader` may EXECUTE on `f`, as before.
GRANT EXECUTE ON FUNCTION public.f(integer) TO reader;

COMMIT;

-- Part 3 of 3: rewrite.

BEGIN;

-- dependent.remake v: The view `v` is made again with `t`.
DROP VIEW public.v;

-- column.type t.id: The column `t.id` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- column.type t.b: The column `t.b` changes its type from `text` to `varchar(20)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `b` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE length(b::text) > 20
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TABLE public.t
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN b TYPE varchar(20);

-- privilege.revoke t.reader: `reader` may no longer SELECT (a, gone) on `t`.
-- AUTHZ_NARROWS: `reader` may no longer SELECT (a, gone) on `t`
REVOKE SELECT (a, gone) ON TABLE public.t FROM reader;

-- column.drop t.gone: The column `t.gone` is dropped.
-- DELETES_DATA: the values of `t.gone` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t WHERE gone IS NOT NULL
ALTER TABLE public.t DROP COLUMN gone;

-- dependent.remake v: The view `v` is made again with `t`.
CREATE VIEW public.v AS
SELECT * FROM t;

-- privilege.grant t.reader: `reader` may SELECT (n) on `t`.
-- AUTHZ_WIDENS: `reader` may SELECT (n) on `t`
GRANT SELECT (n) ON TABLE public.t TO reader;

-- privilege.revoke t.writer: `writer` may no longer UPDATE on `t`.
-- AUTHZ_NARROWS: `writer` may no longer UPDATE on `t`
REVOKE UPDATE ON TABLE public.t FROM writer;

-- privilege.revoke t.writer: `writer` may no longer INSERT (a) on `t`.
-- AUTHZ_NARROWS: `writer` may no longer INSERT (a) on `t`
REVOKE GRANT OPTION FOR INSERT (a) ON TABLE public.t FROM writer;

-- privilege.grant t.writer: `writer` may UPDATE (a, b) on `t`.
-- AUTHZ_WIDENS: `writer` may UPDATE (a, b) on `t`
GRANT UPDATE (a, b) ON TABLE public.t TO writer;

-- privilege.grant v.reader: `reader` may SELECT (id) on `v`, as before.
GRANT SELECT (id) ON TABLE public.v TO reader;

COMMIT;
