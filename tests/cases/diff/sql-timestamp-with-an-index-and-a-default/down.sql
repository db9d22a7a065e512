-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- column.type t.at: The column `t.at` changes its type from `timestamptz` to `timestamp`.
-- LOCKS_ALL: `t` is locked for a moment; indexes on `at` may be built again
-- SESSION_DEPENDENT: what a moment is depends on the session's time zone; the migration takes UTC
SET LOCAL TimeZone = 'UTC';

SET LOCAL DateStyle = 'ISO, YMD';

SET LOCAL IntervalStyle = 'postgres';

ALTER TABLE public.t ALTER COLUMN at DROP DEFAULT, ALTER COLUMN at TYPE timestamp, ALTER COLUMN at SET DEFAULT now();

COMMIT;
