-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: switch.

BEGIN;

-- owner.change s: The schema `s` is owned by `one`.
-- AUTHZ_WIDENS: `one` may do anything with `s`
ALTER SCHEMA s OWNER TO one;

-- owner.change s.mood: The type `s.mood` is owned by `one`.
-- AUTHZ_WIDENS: `one` may do anything with `s.mood`
ALTER TYPE s.mood OWNER TO one;

-- owner.change s.amount: The domain `s.amount` is owned by `one`.
-- AUTHZ_WIDENS: `one` may do anything with `s.amount`
ALTER DOMAIN s.amount OWNER TO one;

-- owner.change s.f: The function `s.f` is owned by `one`.
-- AUTHZ_WIDENS: whoever may call `s.f` acts as `one` in it
ALTER FUNCTION s.f() OWNER TO one;

-- owner.change s.t: The table `s.t` is owned by `one`.
-- TENANT_ISOLATION: `one` reaches the rows of every tenant in `s.t`; force row security on the table
ALTER TABLE s.t OWNER TO one;

-- owner.change s.v: The view `s.v` is owned by `one`.
-- AUTHZ_WIDENS: whoever may read `s.v` acts as `one` in it
ALTER VIEW s.v OWNER TO one;

-- owner.change s.numbers: The sequence `s.numbers` is owned by `one`.
-- AUTHZ_WIDENS: `one` may do anything with `s.numbers`
ALTER SEQUENCE s.numbers OWNER TO one;

COMMIT;

-- Part 2 of 2: contract.

BEGIN;

-- table.drop s.u: The table `s.u` is dropped.
-- DELETES_DATA: every row of `s.u` is lost; stop using the table in one release and drop it in the next, with a backup
--   count: SELECT count(*) FROM s.u
DROP TABLE s.u;

COMMIT;
