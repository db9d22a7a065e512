-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: contract.

BEGIN;

-- view.drop v: The view `v` is dropped.
-- UNTRACKED_DEPENDENCY: queries that read `v` fail
DROP VIEW public.v;

-- column.drop t.a: The column `t.a` is dropped.
-- DELETES_DATA: the values of `t.a` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t WHERE a IS NOT NULL
ALTER TABLE public.t DROP COLUMN a;

COMMIT;
