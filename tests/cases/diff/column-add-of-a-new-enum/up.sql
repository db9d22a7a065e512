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

-- enum.add Source: The type `Source` is made.
CREATE TYPE public."Source" AS ENUM ('WEB', 'EVENT');

-- column.add leads.source: The column `leads.source` is added.
ALTER TABLE public.leads ADD COLUMN source public."Source" NOT NULL DEFAULT 'WEB';

-- privilege.grant leads.demo_app: `demo_app` may INSERT (source), UPDATE (source) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (source), UPDATE (source) on `leads`
GRANT INSERT (source), UPDATE (source) ON TABLE public.leads TO demo_app;

COMMIT;
