-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: expand.

BEGIN;

-- column.add leads.tags: The column `leads.tags` is added.
ALTER TABLE public.leads ADD COLUMN tags text[] NOT NULL DEFAULT '{}';

-- privilege.grant leads.demo_app: `demo_app` may INSERT (tags), UPDATE (tags) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (tags), UPDATE (tags) on `leads`
GRANT INSERT (tags), UPDATE (tags) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 2 of 2: index, outside a transaction.

-- index.add leads.leads_tags_idx: The index `leads_tags_idx` of `leads` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_tags_idx ON public.leads USING gin (tags);
