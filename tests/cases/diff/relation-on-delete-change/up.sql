-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 6: expand.

BEGIN;

-- foreign_key.change notes.notes_lead_id_fkey: The foreign key `notes_lead_id_fkey` of `notes` changes.
-- BEHAVIOUR_CHANGE: rows of `notes` follow the row they point at by `ON DELETE CASCADE` instead of `ON DELETE RESTRICT`
ALTER TABLE public.notes ADD CONSTRAINT crmgen_new_notes_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES public.leads (organization_id, id) ON DELETE CASCADE NOT VALID;

COMMIT;

-- Part 2 of 6: validate.

BEGIN;

-- foreign_key.change notes.notes_lead_id_fkey: The foreign key `notes_lead_id_fkey` of `notes` changes.
-- LOCKS_ALL: nobody reads or writes `leads` and `notes` until the transaction ends, as row security is lifted from the
--            owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.notes NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.notes VALIDATE CONSTRAINT crmgen_new_notes_lead_id_fkey;
ALTER TABLE public.notes FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 3 of 6: switch.

BEGIN;

-- foreign_key.change notes.notes_lead_id_fkey: The foreign key `notes_lead_id_fkey` of `notes` changes.
ALTER TABLE public.notes DROP CONSTRAINT notes_lead_id_fkey;

ALTER TABLE public.notes RENAME CONSTRAINT crmgen_new_notes_lead_id_fkey TO notes_lead_id_fkey;

COMMIT;

-- Part 4 of 6: expand.

BEGIN;

-- foreign_key.change notes.notes_lead_id_plain_fkey: The foreign key `notes_lead_id_plain_fkey` of `notes` changes.
-- BEHAVIOUR_CHANGE: rows of `notes` follow the row they point at by `ON DELETE CASCADE` instead of `ON DELETE RESTRICT`
ALTER TABLE public.notes ADD CONSTRAINT crmgen_new_notes_lead_id_plain_fkey FOREIGN KEY (lead_id) REFERENCES public.leads (id) ON DELETE CASCADE NOT VALID;

COMMIT;

-- Part 5 of 6: validate.

BEGIN;

-- foreign_key.change notes.notes_lead_id_plain_fkey: The foreign key `notes_lead_id_plain_fkey` of `notes` changes.
-- LOCKS_ALL: nobody reads or writes `leads` and `notes` until the transaction ends, as row security is lifted from the
--            owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.notes NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.notes VALIDATE CONSTRAINT crmgen_new_notes_lead_id_plain_fkey;
ALTER TABLE public.notes FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 6 of 6: switch.

BEGIN;

-- foreign_key.change notes.notes_lead_id_plain_fkey: The foreign key `notes_lead_id_plain_fkey` of `notes` changes.
ALTER TABLE public.notes DROP CONSTRAINT notes_lead_id_plain_fkey;

ALTER TABLE public.notes RENAME CONSTRAINT crmgen_new_notes_lead_id_plain_fkey TO notes_lead_id_plain_fkey;

COMMIT;
