-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rewrite.

BEGIN;

-- column.type leads.called_at: The column `leads.called_at` changes its type from `timestamptz` to `date`.
-- CHANGES_VALUES: values of `called_at` are rounded or cut; keep the wider type, or accept the loss
--   count: SELECT count(*) FROM public.leads WHERE called_at IS DISTINCT FROM called_at::date::timestamptz
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
-- SESSION_DEPENDENT: what a moment is depends on the session's time zone; the migration takes UTC
SET LOCAL TimeZone = 'UTC';

SET LOCAL DateStyle = 'ISO, YMD';

SET LOCAL IntervalStyle = 'postgres';

ALTER TABLE public.leads ALTER COLUMN called_at TYPE date;

COMMIT;
