-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: expand.

BEGIN;

-- column.add leads.note: The column `leads.note` is added.
ALTER TABLE public.leads ADD COLUMN note text;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (note), UPDATE (note) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (note), UPDATE (note) on `leads`
GRANT INSERT (note), UPDATE (note) ON TABLE public.leads TO demo_app;

COMMIT;
