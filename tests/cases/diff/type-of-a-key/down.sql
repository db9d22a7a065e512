-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rewrite.

BEGIN;

-- dependent.remake notes.notes_lead_id_fkey: The constraint `notes.notes_lead_id_fkey` is made again with `notes`.
ALTER TABLE public.notes DROP CONSTRAINT notes_lead_id_fkey;

-- dependent.remake notes.notes_lead_id_plain_fkey: The constraint `notes.notes_lead_id_plain_fkey` is made again with
-- `notes`.
ALTER TABLE public.notes DROP CONSTRAINT notes_lead_id_plain_fkey;

-- column.type leads.id: The column `leads.id` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `id` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.leads WHERE id IS NOT NULL
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads ALTER COLUMN id TYPE integer;

-- column.type notes.lead_id: The column `notes.lead_id` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `lead_id` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.notes WHERE lead_id IS NOT NULL
-- REWRITES_TABLE: every row of `notes` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `notes` is written again, while nobody reads or writes
ALTER TABLE public.notes ALTER COLUMN lead_id TYPE integer;

-- dependent.remake notes.notes_lead_id_fkey: The constraint `notes.notes_lead_id_fkey` is made again with `notes`.
-- LOCKS_ALL: nobody reads or writes `leads` and `notes` until the transaction ends, as row security is lifted from the
--            owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.notes NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.notes ADD CONSTRAINT notes_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES public.leads (organization_id, id) ON DELETE CASCADE;
ALTER TABLE public.notes FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

-- dependent.remake notes.notes_lead_id_plain_fkey: The constraint `notes.notes_lead_id_plain_fkey` is made again with
-- `notes`.
-- LOCKS_ALL: nobody reads or writes `leads` and `notes` until the transaction ends, as row security is lifted from the
--            owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.notes NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.notes ADD CONSTRAINT notes_lead_id_plain_fkey FOREIGN KEY (lead_id) REFERENCES public.leads (id) ON DELETE CASCADE;
ALTER TABLE public.notes FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

COMMIT;
