-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 3: index, outside a transaction.

-- unique.add notes.notes_lead_id_organization_id_key: The unique constraint `notes_lead_id_organization_id_key` of
-- `notes` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `notes` are alike; find the rows that are alike, and mend them first
--   count: SELECT count(*) FROM (SELECT 1 FROM public.notes WHERE lead_id IS NOT NULL AND organization_id IS NOT NULL
--          GROUP BY lead_id, organization_id HAVING count(*) > 1) AS alike
-- INDEX_BUILD: an index of `notes` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY notes_lead_id_organization_id_key ON public.notes (lead_id, organization_id);

-- Part 2 of 3: switch.

BEGIN;

-- unique.add notes.notes_lead_id_organization_id_key: The unique constraint `notes_lead_id_organization_id_key` of
-- `notes` is made.
ALTER TABLE public.notes ADD CONSTRAINT notes_lead_id_organization_id_key UNIQUE USING INDEX notes_lead_id_organization_id_key;

COMMIT;

-- Part 3 of 3: contract, outside a transaction.

-- index.drop notes.notes_lead_id_organization_id_idx: The index `notes_lead_id_organization_id_idx` of `notes` is
-- dropped.
-- INDEX_DROPPED: queries that use `notes_lead_id_organization_id_idx` turn to `notes_lead_id_organization_id_key`,
--                which covers it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.notes_lead_id_organization_id_idx;
