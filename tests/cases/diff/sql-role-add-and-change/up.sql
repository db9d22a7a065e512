-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: roles, by whoever may change roles.

BEGIN;

-- role.add reader: The role `reader` is made.
-- AUTHZ_WIDENS: `reader` may do more than before
CREATE ROLE reader;

ALTER ROLE reader LOGIN;

-- role.change service: The role `service` changes.
-- TENANT_ISOLATION: `service` reaches the rows of every tenant; keep such a role for work across tenants, and accept
--                   the change in the schema
ALTER ROLE service BYPASSRLS NOLOGIN;

-- role.join team: The role `team` is granted to `reader`.
-- AUTHZ_WIDENS: `reader` may act as `team`
GRANT team TO reader;

COMMIT;
