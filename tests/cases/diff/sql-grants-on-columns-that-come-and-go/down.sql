-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 4: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: the values of `t.gone` are lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: the values of `t.gone` are lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 4: expand.

BEGIN;

-- column.add t.gone: The column `t.gone` is added.
ALTER TABLE public.t ADD COLUMN gone text;

COMMIT;

-- Part 3 of 4: rewrite.

BEGIN;

-- dependent.remake f: The function `f` is dropped and made again.
DROP FUNCTION public.f(integer);

CREATE FUNCTION public.f(integer)
RETURNS integer
LANGUAGE sql
AS $function$ SELECT 1 $function$;

-- privilege.revoke f.PUBLIC: Everybody may no longer EXECUTE on `f`, as before.
REVOKE EXECUTE ON FUNCTION public.f(integer) FROM PUBLIC;

-- privilege.grant f.reader: `reader` may EXECUTE on `f`, as before.
GRANT EXECUTE ON FUNCTION public.f(integer) TO reader;

COMMIT;

-- Part 4 of 4: rewrite.

BEGIN;

-- dependent.remake v: The view `v` is made again with `t`.
DROP VIEW public.v;

-- privilege.revoke t.reader: `reader` may no longer SELECT (n) on `t`.
-- AUTHZ_NARROWS: `reader` may no longer SELECT (n) on `t`
REVOKE SELECT (n) ON TABLE public.t FROM reader;

-- column.drop t.n: The column `t.n` is dropped.
-- DELETES_DATA: the values of `t.n` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t WHERE n IS NOT NULL
ALTER TABLE public.t DROP COLUMN n;

-- privilege.grant t.reader: `reader` may SELECT (a, gone) on `t`.
-- AUTHZ_WIDENS: `reader` may SELECT (a, gone) on `t`
GRANT SELECT (a, gone) ON TABLE public.t TO reader;

-- privilege.revoke t.writer: `writer` may no longer UPDATE (a, b) on `t`.
-- AUTHZ_NARROWS: `writer` may no longer UPDATE (a, b) on `t`
REVOKE UPDATE (a, b) ON TABLE public.t FROM writer;

-- column.type t.id: The column `t.id` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `id` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE id IS NOT NULL
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- column.type t.b: The column `t.b` changes its type from `varchar(20)` to `text`.
-- LOCKS_ALL: `t` is locked for a moment; indexes on `b` may be built again
ALTER TABLE public.t
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN b TYPE text;

-- dependent.remake v: The view `v` is made again with `t`.
CREATE VIEW public.v AS
SELECT * FROM t;

-- privilege.grant t.writer: `writer` may UPDATE on `t`.
-- AUTHZ_WIDENS: `writer` may UPDATE on `t`
GRANT UPDATE ON TABLE public.t TO writer;

-- privilege.grant t.writer: `writer` may INSERT (a) on `t`, and pass it on.
-- AUTHZ_WIDENS: `writer` may INSERT (a) on `t`, and pass it on
GRANT INSERT (a) ON TABLE public.t TO writer WITH GRANT OPTION;

-- privilege.grant v.reader: `reader` may SELECT on `v`.
-- AUTHZ_WIDENS: `reader` may SELECT on `v`
GRANT SELECT ON TABLE public.v TO reader;

COMMIT;
