-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 5: index, outside a transaction.

-- index.add leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `leads` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_organization_id_idx ON public.leads (organization_id);

-- Part 2 of 5: switch.

BEGIN;

-- foreign_key.drop deals.deals_lead_id_fkey: The foreign key `deals_lead_id_fkey` of `deals` is dropped before its
-- table.
ALTER TABLE public.deals DROP CONSTRAINT deals_lead_id_fkey;

COMMIT;

-- Part 3 of 5: contract.

BEGIN;

-- table.drop deals: The table `deals` is dropped.
-- DELETES_DATA: every row of `deals` is lost; stop using the table in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.deals
DROP TABLE public.deals;

COMMIT;

-- Part 4 of 5: switch.

BEGIN;

-- unique.drop leads.leads_organization_id_id_key: The unique constraint `leads_organization_id_id_key` of `leads` is
-- dropped.
-- INTEGRITY_LOOSENED: rows may be alike where `leads_organization_id_id_key` kept them apart
ALTER TABLE public.leads DROP CONSTRAINT leads_organization_id_id_key;

COMMIT;

-- Part 5 of 5: contract.

BEGIN;

-- enum.drop Stage: The type `Stage` is dropped.
DROP TYPE public."Stage";

COMMIT;
