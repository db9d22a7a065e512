-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 3: validate.

BEGIN;

-- column.not_null.set leads.email: The column `leads.email` is NOT NULL.
-- MAY_FAIL_ON_DATA: it fails where `email` is NULL
--   count: SELECT count(*) FROM public.leads WHERE email IS NULL
ALTER TABLE public.leads ADD CONSTRAINT crmgen_not_null_email CHECK (email IS NOT NULL) NOT VALID;

COMMIT;

-- Part 2 of 3: validate.

BEGIN;

-- column.not_null.set leads.email: The column `leads.email` is NOT NULL.
ALTER TABLE public.leads VALIDATE CONSTRAINT crmgen_not_null_email;

COMMIT;

-- Part 3 of 3: switch.

BEGIN;

-- column.not_null.set leads.email: The column `leads.email` is NOT NULL.
ALTER TABLE public.leads ALTER COLUMN email SET NOT NULL;

ALTER TABLE public.leads DROP CONSTRAINT crmgen_not_null_email;

COMMIT;
