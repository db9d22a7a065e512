-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rename.

BEGIN;

-- index.rename leads.leads_search: The index `leads_organization_id_name_idx` of `leads` is called `leads_search`.
ALTER INDEX public.leads_organization_id_name_idx RENAME TO leads_search;

COMMIT;
