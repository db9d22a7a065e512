-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: retire, by whoever may change roles.

BEGIN;

-- role.leave team: The role `team` is taken from `service`.
-- AUTHZ_NARROWS: `service` may no longer act as `team`
REVOKE team FROM service;

-- role.drop gone: The role `gone` is dropped.
-- UNTRACKED_DEPENDENCY: `gone` may own or be granted something in another database, and then cannot be dropped
DROP ROLE gone;

COMMIT;
