-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: switch.

BEGIN;

-- column.default leads.score: The column `leads.score` loses the default `5`.
-- BEHAVIOUR_CHANGE: inserts that leave out `score` store another value, or none
ALTER TABLE public.leads ALTER COLUMN score DROP DEFAULT;

COMMIT;
