-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: switch.

BEGIN;

-- column.generated leads.gross: The column `leads.gross` is no longer worked out from others.
-- BEHAVIOUR_CHANGE: `gross` no longer follows the columns that it was worked out from
ALTER TABLE public.leads ALTER COLUMN gross DROP EXPRESSION;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (gross), UPDATE (gross) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (gross), UPDATE (gross) on `leads`
GRANT INSERT (gross), UPDATE (gross) ON TABLE public.leads TO demo_app;

COMMIT;
