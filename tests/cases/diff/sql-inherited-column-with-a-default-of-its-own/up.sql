-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 10: expand.

BEGIN;

-- column.add p.f: The column `p.f` is added.
ALTER TABLE public.p ADD COLUMN f integer DEFAULT 1;

-- column.default c.b: The column `c.b` gets the default `'b'`.
-- BEHAVIOUR_CHANGE: inserts that leave out `b` store another value, or none
ALTER TABLE public.c ALTER COLUMN b SET DEFAULT 'b';

-- check.add p.p_f_check: The check `p_f_check` of `p` is added.
ALTER TABLE public.p ADD CONSTRAINT p_f_check CHECK (f > 0) NOT VALID;

COMMIT;

-- Part 2 of 10: index, outside a transaction.

-- index.change d.d_a: The index `d_a` of `d` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `d` is built from all of its rows
CREATE INDEX CONCURRENTLY crmgen_new_d_a ON public.d (a, f);

-- Part 3 of 10: validate.

BEGIN;

-- column.not_null.set c.b: The column `c.b` is NOT NULL.
-- MAY_FAIL_ON_DATA: it fails where `b` is NULL; say `backfill:` on the field where it may be NULL in rows that are
--                   there
--   count: SELECT count(*) FROM public.c WHERE b IS NULL
ALTER TABLE public.c ADD CONSTRAINT crmgen_not_null_b CHECK (b IS NOT NULL) NOT VALID;

COMMIT;

-- Part 4 of 10: validate.

BEGIN;

-- column.not_null.set c.b: The column `c.b` is NOT NULL.
ALTER TABLE public.c VALIDATE CONSTRAINT crmgen_not_null_b;

COMMIT;

-- Part 5 of 10: validate.

BEGIN;

-- check.add p.p_f_check: The check `p_f_check` of `p` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `f > 0`; mend those rows first
ALTER TABLE public.p VALIDATE CONSTRAINT p_f_check;

COMMIT;

-- Part 6 of 10: switch.

BEGIN;

-- column.not_null.set c.b: The column `c.b` is NOT NULL.
ALTER TABLE public.c ALTER COLUMN b SET NOT NULL;

ALTER TABLE public.c DROP CONSTRAINT crmgen_not_null_b;

COMMIT;

-- Part 7 of 10: switch.

BEGIN;

-- index.change d.d_a: The index `d_a` of `d` changes.
DROP INDEX public.d_a;

ALTER INDEX public.crmgen_new_d_a RENAME TO d_a;

COMMIT;

-- Part 8 of 10: rewrite.

BEGIN;

-- dependent.remake d.d_e_check: The constraint `d.d_e_check` is made again with `d`.
ALTER TABLE public.d DROP CONSTRAINT d_e_check;

-- column.type d.e: The column `d.e` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `d` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `d` is written again, while nobody reads or writes
ALTER TABLE public.d ALTER COLUMN e TYPE bigint;

-- dependent.remake d.d_e_check: The constraint `d.d_e_check` is made again with `d`.
ALTER TABLE public.d ADD CONSTRAINT d_e_check CHECK (e > 0);

COMMIT;

-- Part 9 of 10: rewrite.

BEGIN;

-- column.type p.a: The column `p.a` changes its type from `text` to `varchar(30)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `a` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.p WHERE length(a::text) > 30
-- REWRITES_TABLE: every row of `p` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `p` is written again, while nobody reads or writes
ALTER TABLE public.p ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE varchar(30), ALTER COLUMN a SET DEFAULT 'q';

COMMIT;

-- Part 10 of 10: expand.

BEGIN;

-- column.default d.a: The column `d.a` has the default `'d'` instead of `'q'`.
-- BEHAVIOUR_CHANGE: inserts that leave out `a` store another value, or none
ALTER TABLE public.d ALTER COLUMN a SET DEFAULT 'd';

COMMIT;
