-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (source), UPDATE (source) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (source), UPDATE (source) on `leads`
REVOKE INSERT (source), UPDATE (source) ON TABLE public.leads FROM demo_app;

COMMIT;

-- Part 2 of 2: contract.

BEGIN;

-- column.drop leads.source: The column `leads.source` is dropped.
-- DELETES_DATA: the values of `leads.source` are lost; stop using the column in one release and drop it in the next,
--               with a backup
--   count: SELECT count(*) FROM public.leads WHERE source IS NOT NULL
ALTER TABLE public.leads DROP COLUMN source;

-- enum.drop Source: The type `Source` is dropped.
DROP TYPE public."Source";

COMMIT;
