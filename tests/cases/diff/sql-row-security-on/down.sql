-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: switch.

BEGIN;

-- privilege.revoke t.service: `service` may no longer SELECT on `t`.
-- AUTHZ_NARROWS: `service` may no longer SELECT on `t`
REVOKE SELECT ON TABLE public.t FROM service;

COMMIT;

-- Part 2 of 2: switch.

BEGIN;

-- policy.drop t.own: The policy `own` of `t` is dropped.
DROP POLICY own ON public.t;

-- row_security.disable t: Row security of `t` is turned off.
-- TENANT_ISOLATION: whoever is granted anything on `t` reaches the rows of every tenant; take the grants away first, or
--                   accept the change in the schema
ALTER TABLE public.t DISABLE ROW LEVEL SECURITY;

-- row_security.lift t: Row security of `t` no longer holds for the owner.
-- TENANT_ISOLATION: the owner of `t`, and whoever acts as it, reaches the rows of every tenant; keep FORCE, or accept
--                   the change in the schema
ALTER TABLE public.t NO FORCE ROW LEVEL SECURITY;

COMMIT;
