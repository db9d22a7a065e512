-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rename.

BEGIN;

-- constraint.rename a.a_key: The constraint `a_pkey` of `a` is called `a_key`.
ALTER TABLE public.a RENAME CONSTRAINT a_pkey TO a_key;

-- constraint.rename b.b_only: The constraint `b_n_key` of `b` is called `b_only`.
ALTER TABLE public.b RENAME CONSTRAINT b_n_key TO b_only;

-- constraint.rename b.b_more: The constraint `b_n_check` of `b` is called `b_more`.
ALTER TABLE public.b RENAME CONSTRAINT b_n_check TO b_more;

-- constraint.rename b.b_points: The constraint `b_a_id_fkey` of `b` is called `b_points`.
ALTER TABLE public.b RENAME CONSTRAINT b_a_id_fkey TO b_points;

COMMIT;
