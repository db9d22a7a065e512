-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- privilege.default functions: What PUBLIC may do with functions that are made later changes.
-- AUTHZ_WIDENS: functions that are made later come with other privileges
ALTER DEFAULT PRIVILEGES FOR ROLE maker GRANT EXECUTE ON FUNCTIONS TO PUBLIC;

-- privilege.default tables: What reader may do with tables that are made later changes.
-- AUTHZ_NARROWS: tables that are made later come with other privileges
ALTER DEFAULT PRIVILEGES FOR ROLE maker IN SCHEMA public REVOKE SELECT ON TABLES FROM reader;

COMMIT;
