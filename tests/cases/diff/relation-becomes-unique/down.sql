-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: index, outside a transaction.

-- index.add notes.notes_lead_id_organization_id_idx: The index `notes_lead_id_organization_id_idx` of `notes` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `notes` is built from all of its rows
CREATE INDEX CONCURRENTLY notes_lead_id_organization_id_idx ON public.notes (lead_id, organization_id);

-- Part 2 of 2: switch.

BEGIN;

-- unique.drop notes.notes_lead_id_organization_id_key: The unique constraint `notes_lead_id_organization_id_key` of
-- `notes` is dropped.
-- INTEGRITY_LOOSENED: rows may be alike where `notes_lead_id_organization_id_key` kept them apart
ALTER TABLE public.notes DROP CONSTRAINT notes_lead_id_organization_id_key;

COMMIT;
