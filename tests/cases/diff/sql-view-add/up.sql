-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- column.add t.a: The column `t.a` is added.
ALTER TABLE public.t ADD COLUMN a integer;

-- view.add v: The view `v` is made.
CREATE VIEW public.v AS
SELECT id, a FROM t;

-- privilege.grant v.reader: `reader` may SELECT on `v`.
GRANT SELECT ON TABLE public.v TO reader;

COMMIT;
