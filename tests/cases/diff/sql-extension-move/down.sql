-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: roles, by whoever may change roles.

BEGIN;

-- extension.move pg_trgm: The extension `pg_trgm` moves.
ALTER EXTENSION pg_trgm SET SCHEMA public;

COMMIT;
