-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: expand.

BEGIN;

-- check.add t.t_kind_check: The check `t_kind_check` of `t` is added.
ALTER TABLE public.t ADD CONSTRAINT t_kind_check CHECK (is_kind(kind)) NOT VALID;

-- check.add t.t_n_check: The check `t_n_check` of `t` is added.
ALTER TABLE public.t ADD CONSTRAINT t_n_check CHECK (is_small(n)) NOT VALID;

COMMIT;

-- Part 2 of 3: validate.

BEGIN;

-- check.add t.t_kind_check: The check `t_kind_check` of `t` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `is_kind(kind)`; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE NOT (is_kind(kind))
-- LOCKS_ALL: nobody reads or writes `kinds` until the transaction ends, as row security is lifted from the owner
--            meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.kinds NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.t VALIDATE CONSTRAINT t_kind_check;
ALTER TABLE public.kinds FORCE ROW LEVEL SECURITY;

COMMIT;

-- Part 3 of 3: validate.

BEGIN;

-- check.add t.t_n_check: The check `t_n_check` of `t` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `is_small(n)`; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE NOT (is_small(n))
ALTER TABLE public.t VALIDATE CONSTRAINT t_n_check;

COMMIT;
