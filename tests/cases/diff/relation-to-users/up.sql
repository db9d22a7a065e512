-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 4: expand.

BEGIN;

-- column.add leads.owner_id: The column `leads.owner_id` is added.
ALTER TABLE public.leads ADD COLUMN owner_id uuid;

-- foreign_key.add leads.leads_owner_id_fkey: The foreign key `leads_owner_id_fkey` of `leads` is added.
ALTER TABLE public.leads ADD CONSTRAINT leads_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES public.organization_members (organization_id, user_id) ON DELETE SET NULL (owner_id) NOT VALID;

-- foreign_key.add leads.leads_owner_id_plain_fkey: The foreign key `leads_owner_id_plain_fkey` of `leads` is added.
ALTER TABLE public.leads ADD CONSTRAINT leads_owner_id_plain_fkey FOREIGN KEY (owner_id) REFERENCES public.users (id) ON DELETE SET NULL NOT VALID;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (owner_id), UPDATE (owner_id) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (owner_id), UPDATE (owner_id) on `leads`
GRANT INSERT (owner_id), UPDATE (owner_id) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 2 of 4: index, outside a transaction.

-- index.add leads.leads_owner_id_organization_id_idx: The index `leads_owner_id_organization_id_idx` of `leads` is
-- made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_owner_id_organization_id_idx ON public.leads (owner_id, organization_id);

-- Part 3 of 4: validate.

BEGIN;

-- foreign_key.add leads.leads_owner_id_fkey: The foreign key `leads_owner_id_fkey` of `leads` is added.
-- LOCKS_ALL: nobody reads or writes `leads` and `organization_members` until the transaction ends, as row security is
--            lifted from the owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organization_members NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_owner_id_fkey;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organization_members FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 4 of 4: validate.

BEGIN;

-- foreign_key.add leads.leads_owner_id_plain_fkey: The foreign key `leads_owner_id_plain_fkey` of `leads` is added.
-- LOCKS_ALL: nobody reads or writes `leads` and `users` until the transaction ends, as row security is lifted from the
--            owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.users NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_owner_id_plain_fkey;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;

COMMIT;
