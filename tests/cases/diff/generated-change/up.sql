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

-- column.generated leads.gross: The column `leads.gross` is worked out anew.
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads DROP COLUMN gross;

ALTER TABLE public.leads ADD COLUMN gross "numeric"(12,2) NOT NULL GENERATED ALWAYS AS (round(net * 1.19, 2)) STORED;

COMMIT;
