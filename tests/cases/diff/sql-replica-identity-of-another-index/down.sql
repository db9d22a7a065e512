-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 10: rename.

BEGIN;

-- index.rename u.u_u: The index `u_u2` of `u` is called `u_u`.
ALTER INDEX public.u_u2 RENAME TO u_u;

COMMIT;

-- Part 2 of 10: index, outside a transaction.

-- index.change t.t_u: The index `t_u` of `t` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `t` are alike; find the rows that are alike, and mend them first
--   count: SELECT count(*) FROM (SELECT 1 FROM public.t WHERE a IS NOT NULL GROUP BY a HAVING count(*) > 1) AS alike
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_t_u ON public.t (a);

-- Part 3 of 10: switch.

BEGIN;

-- table.storage u: The table `u` is kept otherwise.
ALTER TABLE public.u CLUSTER ON u_u;

ALTER TABLE public.u REPLICA IDENTITY USING INDEX u_u;

COMMIT;

-- Part 4 of 10: switch.

BEGIN;

-- index.change t.t_u: The index `t_u` of `t` changes.
DROP INDEX public.t_u;

ALTER INDEX public.crmgen_new_t_u RENAME TO t_u;

COMMIT;

-- Part 5 of 10: switch.

BEGIN;

-- table.storage t: The table `t` is kept otherwise.
ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_u;

COMMIT;

-- Part 6 of 10: rewrite.

BEGIN;

-- column.type u.a: The column `u.a` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `a` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.u WHERE a IS NOT NULL
-- REWRITES_TABLE: every row of `u` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `u` is written again, while nobody reads or writes
ALTER TABLE public.u ALTER COLUMN a TYPE integer;

COMMIT;

-- Part 7 of 10: rewrite.

BEGIN;

-- column.type w.a: The column `w.a` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `a` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.w WHERE a IS NOT NULL
-- REWRITES_TABLE: every row of `w` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `w` is written again, while nobody reads or writes
ALTER TABLE public.w ALTER COLUMN a TYPE integer;

COMMIT;

-- Part 8 of 10: index, outside a transaction.

-- unique.change w.wu: The unique constraint `wu` of `w` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `w` are alike; find the rows that are alike, and mend them first
--   count: SELECT count(*) FROM (SELECT 1 FROM public.w WHERE a IS NOT NULL GROUP BY a HAVING count(*) > 1) AS alike
-- INDEX_BUILD: an index of `w` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_wu ON public.w (a);

-- Part 9 of 10: switch.

BEGIN;

-- unique.change w.wu: The unique constraint `wu` of `w` changes.
ALTER TABLE public.w DROP CONSTRAINT wu;

ALTER TABLE public.w ADD CONSTRAINT wu UNIQUE USING INDEX crmgen_new_wu;

COMMIT;

-- Part 10 of 10: switch.

BEGIN;

-- table.storage w: The table `w` is kept otherwise.
ALTER TABLE public.w REPLICA IDENTITY USING INDEX wu;

COMMIT;
