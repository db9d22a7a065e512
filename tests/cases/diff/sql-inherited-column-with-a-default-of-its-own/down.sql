-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 8: expand.

BEGIN;

-- check.drop p.p_f_check: The check `p_f_check` of `p` is dropped.
-- INTEGRITY_LOOSENED: rows are no longer held to `f > 0`
ALTER TABLE public.p DROP CONSTRAINT p_f_check;

COMMIT;

-- Part 2 of 8: index, outside a transaction.

-- index.change d.d_a: The index `d_a` of `d` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `d` is built from all of its rows
CREATE INDEX CONCURRENTLY crmgen_new_d_a ON public.d (a);

-- Part 3 of 8: switch.

BEGIN;

-- column.default c.b: The column `c.b` loses the default `'b'`.
-- BEHAVIOUR_CHANGE: inserts that leave out `b` store another value, or none
ALTER TABLE public.c ALTER COLUMN b DROP DEFAULT;

-- column.not_null.drop c.b: The column `c.b` may be NULL.
ALTER TABLE public.c ALTER COLUMN b DROP NOT NULL;

COMMIT;

-- Part 4 of 8: switch.

BEGIN;

-- index.change d.d_a: The index `d_a` of `d` changes.
DROP INDEX public.d_a;

ALTER INDEX public.crmgen_new_d_a RENAME TO d_a;

COMMIT;

-- Part 5 of 8: rewrite.

BEGIN;

-- dependent.remake d.d_e_check: The constraint `d.d_e_check` is made again with `d`.
ALTER TABLE public.d DROP CONSTRAINT d_e_check;

-- column.type d.e: The column `d.e` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `e` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.d WHERE e IS NOT NULL
-- REWRITES_TABLE: every row of `d` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `d` is written again, while nobody reads or writes
ALTER TABLE public.d ALTER COLUMN e TYPE integer;

-- dependent.remake d.d_e_check: The constraint `d.d_e_check` is made again with `d`.
ALTER TABLE public.d ADD CONSTRAINT d_e_check CHECK (e > 0);

COMMIT;

-- Part 6 of 8: rewrite.

BEGIN;

-- column.type p.a: The column `p.a` changes its type from `varchar(30)` to `text`.
-- LOCKS_ALL: `p` is locked for a moment; indexes on `a` may be built again
ALTER TABLE public.p ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE text, ALTER COLUMN a SET DEFAULT 'p';

COMMIT;

-- Part 7 of 8: expand.

BEGIN;

-- column.default d.a: The column `d.a` has the default `'d'` instead of `'p'`.
-- BEHAVIOUR_CHANGE: inserts that leave out `a` store another value, or none
ALTER TABLE public.d ALTER COLUMN a SET DEFAULT 'd';

COMMIT;

-- Part 8 of 8: contract.

BEGIN;

-- column.drop p.f: The column `p.f` is dropped.
-- DELETES_DATA: the values of `p.f` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.p WHERE f IS NOT NULL
ALTER TABLE public.p DROP COLUMN f;

COMMIT;
