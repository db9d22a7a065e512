-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: roles, by whoever may change roles.

BEGIN;

-- role.change service: The role `service` changes.
-- AUTHZ_WIDENS: `service` may do more than before
ALTER ROLE service LOGIN NOBYPASSRLS;

COMMIT;

-- Part 2 of 2: retire, by whoever may change roles.

BEGIN;

-- role.leave team: The role `team` is taken from `reader`.
-- AUTHZ_NARROWS: `reader` may no longer act as `team`
REVOKE team FROM reader;

-- role.drop reader: The role `reader` is dropped.
-- UNTRACKED_DEPENDENCY: `reader` may own or be granted something in another database, and then cannot be dropped
DROP ROLE reader;

COMMIT;
