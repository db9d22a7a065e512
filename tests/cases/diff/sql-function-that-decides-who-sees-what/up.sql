-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- function.change orgs: The function `public.orgs()` changes.
-- BEHAVIOUR_CHANGE: whatever calls `public.orgs()` gets what the new one does
-- TENANT_ISOLATION: 1 policy on `leads` asks `public.orgs()`, which says something else now; see that it lets nobody
--                   reach more than before, and accept the change in the schema
-- AUTHZ_WIDENS: whoever may call `public.orgs()` acts by its owner's rights in it; look at what it does now that it did
--               not do before
-- AUTHZ_WIDENS: whoever may read `own_leads` may reach more through `public.orgs()`; look at what it does now that it
--               did not do before
CREATE OR REPLACE FUNCTION public.orgs()
RETURNS SETOF text
LANGUAGE sql
STABLE SECURITY DEFINER
SET search_path = 'public'
AS $function$SELECT org FROM members WHERE lower(login) = lower(session_user)$function$;

COMMIT;
