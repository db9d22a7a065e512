-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rewrite.

BEGIN;

-- column.type leads.name: The column `leads.name` changes its type from `varchar(200)` to `text`.
-- LOCKS_ALL: `leads` is locked for a moment; indexes on `name` may be built again
ALTER TABLE public.leads ALTER COLUMN name TYPE text;

COMMIT;
