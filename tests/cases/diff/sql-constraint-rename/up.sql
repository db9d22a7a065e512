-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rename.

BEGIN;

-- constraint.rename a.a_pkey: The constraint `a_key` of `a` is called `a_pkey`.
ALTER TABLE public.a RENAME CONSTRAINT a_key TO a_pkey;

-- constraint.rename b.b_n_key: The constraint `b_only` of `b` is called `b_n_key`.
ALTER TABLE public.b RENAME CONSTRAINT b_only TO b_n_key;

-- constraint.rename b.b_n_check: The constraint `b_more` of `b` is called `b_n_check`.
ALTER TABLE public.b RENAME CONSTRAINT b_more TO b_n_check;

-- constraint.rename b.b_a_id_fkey: The constraint `b_points` of `b` is called `b_a_id_fkey`.
ALTER TABLE public.b RENAME CONSTRAINT b_points TO b_a_id_fkey;

COMMIT;
