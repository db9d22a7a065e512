-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: switch.

BEGIN;

-- policy.add t.own: The policy `own` of `t` is added.
CREATE POLICY own ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (tenant = current_setting('my.tenant')::int);

-- row_security.enable t: Row security of `t` is turned on.
-- AUTHZ_NARROWS: PUBLIC (DELETE, INSERT, SELECT, UPDATE) may reach fewer rows of `t`
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;

-- row_security.force t: Row security of `t` holds for the owner too.
-- AUTHZ_NARROWS: the owner of `t` reaches only what its policies let it
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 2 of 2: switch.

BEGIN;

-- privilege.grant t.service: `service` may SELECT on `t`.
-- AUTHZ_WIDENS: `service` may SELECT on `t`
GRANT SELECT ON TABLE public.t TO service;

COMMIT;
