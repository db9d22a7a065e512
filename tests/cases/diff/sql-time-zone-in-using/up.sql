-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- column.type t.at: The column `t.at` changes its type from `timestamp` to `timestamptz`.
-- CHANGES_VALUES: values of `at` become what `using` says
--   count: SELECT count(*) FROM public.t WHERE at IS NOT NULL
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- SESSION_DEPENDENT: what a moment is depends on the session's time zone; the migration takes UTC
SET LOCAL TimeZone = 'UTC';

SET LOCAL DateStyle = 'ISO, YMD';

SET LOCAL IntervalStyle = 'postgres';

ALTER TABLE public.t ALTER COLUMN at TYPE timestamptz USING at AT TIME ZONE 'Europe/Berlin';

COMMIT;
