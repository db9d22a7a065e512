-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- dependent.remake f: The function `f` is made again with `t`.
DROP FUNCTION public.f(public.amount);

-- dependent.remake v: The view `v` is made again with `t`.
DROP VIEW public.v;

-- dependent.remake t.t_a: The constraint `t.t_a` is made again with `t`.
ALTER TABLE public.t DROP CONSTRAINT t_a;

-- object.change amount: The domain `public.amount` gives way to another of that name.
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- REWRITES_TABLE: every row of `u` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `u` is written again, while nobody reads or writes
ALTER DOMAIN public.amount RENAME TO crmgen_old_amount;

ALTER DOMAIN public.crmgen_old_amount RENAME CONSTRAINT positive TO crmgen_old_positive;

CREATE DOMAIN amount AS bigint CONSTRAINT positive CHECK (value >= 0);

-- dependent.remake f: The function `f` is made again with `t`.
CREATE FUNCTION public.f(a public.amount)
RETURNS boolean
LANGUAGE sql
AS $function$ SELECT a > 1 $function$;

-- object.change amount: The domain `public.amount` gives way to another of that name.
ALTER TABLE public.u ALTER COLUMN a TYPE public.amount;

-- object.change number: The domain `public.number` gives way to another of that name.
-- MAY_FAIL_ON_DATA: it fails where a value has no place in the new type
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER DOMAIN public.number RENAME TO crmgen_old_number;

CREATE DOMAIN number AS int;

-- object.change title: The domain `public.title` gives way to another of that name.
ALTER DOMAIN public.title RENAME TO crmgen_old_title;

CREATE DOMAIN title AS text;

-- object.change amount: The domain `public.amount` gives way to another of that name.
-- object.change number: The domain `public.number` gives way to another of that name.
-- object.change title: The domain `public.title` gives way to another of that name.
ALTER TABLE public.t
    ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE public.amount, ALTER COLUMN a SET DEFAULT 1,
    ALTER COLUMN c TYPE public.number USING c::text::public.number,
    ALTER COLUMN b TYPE public.title;

-- dependent.remake v: The view `v` is made again with `t`.
CREATE VIEW public.v AS
SELECT a, b FROM t;

-- dependent.remake t.t_a: The constraint `t.t_a` is made again with `t`.
ALTER TABLE public.t ADD CONSTRAINT t_a CHECK (a < 99);

-- object.change amount: The domain `public.amount` gives way to another of that name.
DROP DOMAIN public.crmgen_old_amount;

-- object.change number: The domain `public.number` gives way to another of that name.
DROP DOMAIN public.crmgen_old_number;

-- object.change title: The domain `public.title` gives way to another of that name.
DROP DOMAIN public.crmgen_old_title;

COMMIT;
