-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- table.add s.u: The table `s.u` is made.
CREATE TABLE s.u (
    id integer
);

-- owner.change s: The schema `s` is owned by `two`.
-- AUTHZ_WIDENS: `two` may do anything with `s`
ALTER SCHEMA s OWNER TO two;

-- owner.change s.mood: The type `s.mood` is owned by `two`.
-- AUTHZ_WIDENS: `two` may do anything with `s.mood`
ALTER TYPE s.mood OWNER TO two;

-- owner.change s.amount: The domain `s.amount` is owned by `two`.
-- AUTHZ_WIDENS: `two` may do anything with `s.amount`
ALTER DOMAIN s.amount OWNER TO two;

-- owner.change s.f: The function `s.f` is owned by `two`.
-- AUTHZ_WIDENS: whoever may call `s.f` acts as `two` in it
ALTER FUNCTION s.f() OWNER TO two;

-- owner.change s.t: The table `s.t` is owned by `two`.
-- TENANT_ISOLATION: `two` reaches the rows of every tenant in `s.t`; force row security on the table
ALTER TABLE s.t OWNER TO two;

-- owner.change s.u: The table `s.u` is owned by `two`.
ALTER TABLE s.u OWNER TO two;

-- owner.change s.v: The view `s.v` is owned by `two`.
-- AUTHZ_WIDENS: whoever may read `s.v` acts as `two` in it
ALTER VIEW s.v OWNER TO two;

-- owner.change s.numbers: The sequence `s.numbers` is owned by `two`.
-- AUTHZ_WIDENS: `two` may do anything with `s.numbers`
ALTER SEQUENCE s.numbers OWNER TO two;

COMMIT;
