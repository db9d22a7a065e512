-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rename.

BEGIN;

-- column.rename leads.owner_id: The column `keeper_id` of `leads` is called `owner_id`.
ALTER TABLE public.leads RENAME COLUMN keeper_id TO owner_id;

-- constraint.rename leads.leads_owner_id_fkey: The constraint `leads_keeper_id_fkey` of `leads` is called
-- `leads_owner_id_fkey`.
ALTER TABLE public.leads RENAME CONSTRAINT leads_keeper_id_fkey TO leads_owner_id_fkey;

-- constraint.rename leads.leads_owner_id_plain_fkey: The constraint `leads_keeper_id_plain_fkey` of `leads` is called
-- `leads_owner_id_plain_fkey`.
ALTER TABLE public.leads RENAME CONSTRAINT leads_keeper_id_plain_fkey TO leads_owner_id_plain_fkey;

-- index.rename leads.leads_owner_id_organization_id_idx: The index `leads_keeper_id_organization_id_idx` of `leads` is
-- called `leads_owner_id_organization_id_idx`.
ALTER INDEX public.leads_keeper_id_organization_id_idx RENAME TO leads_owner_id_organization_id_idx;

COMMIT;
