-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- policy.change t.wall: The policy `wall` of `t` changes.
-- TENANT_ISOLATION: PUBLIC (DELETE, INSERT, SELECT, UPDATE) is no longer held by the wall that stood before rows of
--                   `t`; keep a condition on the tenant in every policy, or accept the change in the schema
-- AUTHZ_WIDENS: PUBLIC (DELETE, INSERT, SELECT, UPDATE) may reach other rows of `t`
-- AUTHZ_NARROWS: PUBLIC (DELETE, INSERT, SELECT, UPDATE) may reach other rows of `t`
ALTER POLICY wall ON public.t USING (tenant = current_setting('my.tenant')::int);

COMMIT;
