-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (gross), UPDATE (gross) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (gross), UPDATE (gross) on `leads`
REVOKE INSERT (gross), UPDATE (gross) ON TABLE public.leads FROM demo_app;

COMMIT;

-- Part 2 of 2: rewrite.

BEGIN;

-- column.generated leads.gross: The column `leads.gross` is worked out anew.
-- DELETES_DATA: the values of `gross` that were written are lost
--   count: SELECT count(*) FROM public.leads WHERE gross IS NOT NULL
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads DROP COLUMN gross;

ALTER TABLE public.leads ADD COLUMN gross "numeric"(12,2) GENERATED ALWAYS AS (round(net * 1.16, 2)) STORED;

COMMIT;
