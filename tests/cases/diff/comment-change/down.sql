-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: switch.

BEGIN;

-- comment leads: The comment on TABLE public.leads changes.
COMMENT ON TABLE public.leads IS 'Somebody who may buy.';

-- comment leads.email: The comment on COLUMN public.leads.email changes.
COMMENT ON COLUMN public.leads.email IS NULL;

-- comment leads.name: The comment on COLUMN public.leads.name changes.
COMMENT ON COLUMN public.leads.name IS 'Their name.';

COMMIT;
