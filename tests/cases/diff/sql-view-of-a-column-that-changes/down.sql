-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- dependent.remake v: The view `v` is made again with `t`.
DROP VIEW public.v;

-- column.type t.a: The column `t.a` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `a` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE a IS NOT NULL
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TABLE public.t ALTER COLUMN a TYPE integer;

-- dependent.remake v: The view `v` is made again with `t`.
CREATE VIEW public.v AS
SELECT id, a FROM t WHERE a > 0;

-- privilege.grant v.reader: `reader` may SELECT on `v`, as before.
GRANT SELECT ON TABLE public.v TO reader;

COMMIT;
