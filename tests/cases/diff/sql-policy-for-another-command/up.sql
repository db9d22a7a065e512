-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- policy.change t.seen: The policy `seen` of `t` changes.
-- AUTHZ_WIDENS: PUBLIC (DELETE, INSERT, UPDATE) may reach more rows of `t`
ALTER POLICY seen ON public.t RENAME TO crmgen_old_seen;

DROP POLICY crmgen_old_seen ON public.t;

CREATE POLICY seen ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (a > 0);

COMMIT;
