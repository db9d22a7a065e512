-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

RESET ROLE;
SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET search_path = public;

-- Part 1 of 1: roles, by whoever may change roles.

BEGIN;

-- role.rename demo_app: The role `demo_service` is called `demo_app`.
ALTER ROLE demo_service RENAME TO demo_app;

COMMIT;
