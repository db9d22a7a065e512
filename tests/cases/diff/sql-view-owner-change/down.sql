-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- owner.change all_leads: The view `all_leads` is owned by `keeper`.
-- AUTHZ_WIDENS: whoever may read `all_leads` acts as `keeper` in it
ALTER VIEW public.all_leads OWNER TO keeper;

-- owner.change asked_leads: The view `asked_leads` is owned by `keeper`.
-- AUTHZ_WIDENS: `keeper` may do anything with `asked_leads`
ALTER VIEW public.asked_leads OWNER TO keeper;

COMMIT;
