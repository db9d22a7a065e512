-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- dependent.remake v: The view `v` is made again with `t`.
DROP VIEW public.v;

-- dependent.remake t.logged: The rule `t.logged` is made again with `t`.
DROP RULE logged ON public.t;

-- column.type log.id: The column `log.id` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `id` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.log WHERE id IS NOT NULL
-- REWRITES_TABLE: every row of `log` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `log` is written again, while nobody reads or writes
ALTER TABLE public.log ALTER COLUMN id TYPE integer;

-- column.type t.id: The column `t.id` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `id` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE id IS NOT NULL
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- column.type t.a: The column `t.a` changes its type from `varchar(50)` to `text`.
-- LOCKS_ALL: `t` is locked for a moment; indexes on `a` may be built again
ALTER TABLE public.t
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN a TYPE text;

-- dependent.remake v: The view `v` is made again with `t`.
CREATE VIEW public.v AS
SELECT id, a FROM t;

CREATE TRIGGER ins INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f();

CREATE RULE del AS ON DELETE TO v DO INSTEAD DELETE FROM t WHERE id = old.id;

-- dependent.remake t.logged: The rule `t.logged` is made again with `t`.
CREATE RULE logged AS ON UPDATE TO t DO INSERT INTO log VALUES (old.id, old.a);

COMMIT;
