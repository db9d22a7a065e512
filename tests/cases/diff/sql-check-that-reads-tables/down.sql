-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- check.drop t.t_kind_check: The check `t_kind_check` of `t` is dropped.
-- INTEGRITY_LOOSENED: rows are no longer held to `is_kind(kind)`
ALTER TABLE public.t DROP CONSTRAINT t_kind_check;

-- check.drop t.t_n_check: The check `t_n_check` of `t` is dropped.
-- INTEGRITY_LOOSENED: rows are no longer held to `is_small(n)`
ALTER TABLE public.t DROP CONSTRAINT t_n_check;

COMMIT;
