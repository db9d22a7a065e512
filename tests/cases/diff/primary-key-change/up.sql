-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 4: index, outside a transaction.

-- primary_key.change leads.leads_pkey: The primary key `leads_pkey` of `leads` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_leads_pkey ON public.leads (organization_id, id);

-- Part 2 of 4: switch.

BEGIN;

-- primary_key.change leads.leads_pkey: The primary key `leads_pkey` of `leads` changes.
ALTER TABLE public.leads DROP CONSTRAINT leads_pkey;

ALTER TABLE public.leads ADD CONSTRAINT leads_pkey PRIMARY KEY USING INDEX crmgen_new_leads_pkey;

COMMIT;

-- Part 3 of 4: switch.

BEGIN;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (id) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (id) on `leads`
GRANT INSERT (id) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 4 of 4: contract, outside a transaction.

-- index.drop leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `leads` is dropped.
-- INDEX_DROPPED: queries that use `leads_organization_id_idx` turn to `leads_pkey`, which covers it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_organization_id_idx;
