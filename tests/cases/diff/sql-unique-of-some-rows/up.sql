-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: index, outside a transaction.

-- index.change t.t_open_key: The index `t_open_key` of `t` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `t` are alike; find the rows that are alike, and mend them first
--   count: SELECT count(*) FROM (SELECT 1 FROM public.t WHERE a IS NOT NULL GROUP BY a HAVING count(*) > 1) AS alike
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_t_open_key ON public.t (a);

-- Part 2 of 2: switch.

BEGIN;

-- index.change t.t_open_key: The index `t_open_key` of `t` changes.
DROP INDEX public.t_open_key;

ALTER INDEX public.crmgen_new_t_open_key RENAME TO t_open_key;

COMMIT;
