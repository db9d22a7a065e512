-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 3: index, outside a transaction.

-- unique.add leads.leads_organization_id_number_key: The unique constraint `leads_organization_id_number_key` of
-- `leads` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `leads` are alike; find the rows that are alike, and mend them first
--   count: SELECT count(*) FROM (SELECT 1 FROM public.leads WHERE organization_id IS NOT NULL AND number IS NOT NULL
--          GROUP BY organization_id, number HAVING count(*) > 1) AS alike
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY leads_organization_id_number_key ON public.leads (organization_id, number);

-- Part 2 of 3: switch.

BEGIN;

-- unique.add leads.leads_organization_id_number_key: The unique constraint `leads_organization_id_number_key` of
-- `leads` is made.
ALTER TABLE public.leads ADD CONSTRAINT leads_organization_id_number_key UNIQUE USING INDEX leads_organization_id_number_key;

COMMIT;

-- Part 3 of 3: contract, outside a transaction.

-- index.drop leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `leads` is dropped.
-- INDEX_DROPPED: queries that use `leads_organization_id_idx` turn to `leads_organization_id_number_key`, which covers
--                it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_organization_id_idx;
