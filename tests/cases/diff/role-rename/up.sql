-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

RESET ROLE;
SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET search_path = public;

-- Part 1 of 1: roles, by whoever may change roles.

BEGIN;

-- role.rename demo_service: The role `demo_app` is called `demo_service`.
ALTER ROLE demo_app RENAME TO demo_service;

COMMIT;
