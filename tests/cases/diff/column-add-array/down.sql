-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 3: switch.

BEGIN;

-- privilege.revoke leads.demo_app: `demo_app` may no longer INSERT (tags), UPDATE (tags) on `leads`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT (tags), UPDATE (tags) on `leads`
REVOKE INSERT (tags), UPDATE (tags) ON TABLE public.leads FROM demo_app;

COMMIT;

-- Part 2 of 3: contract, outside a transaction.

-- index.drop leads.leads_tags_idx: The index `leads_tags_idx` of `leads` is dropped.
-- INDEX_DROPPED: queries that use `leads_tags_idx` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_tags_idx;

-- Part 3 of 3: contract.

BEGIN;

-- column.drop leads.tags: The column `leads.tags` is dropped.
-- DELETES_DATA: the values of `leads.tags` are lost; stop using the column in one release and drop it in the next, with
--               a backup
--   count: SELECT count(*) FROM public.leads WHERE tags IS NOT NULL
ALTER TABLE public.leads DROP COLUMN tags;

COMMIT;
