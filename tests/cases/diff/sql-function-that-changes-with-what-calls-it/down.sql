-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 5: expand.

BEGIN;

-- function.change tg: The function `public.tg()` changes.
-- BEHAVIOUR_CHANGE: whatever calls `public.tg()` gets what the new one does
CREATE OR REPLACE FUNCTION public.tg()
RETURNS trigger
LANGUAGE plpgsql
AS $function$ BEGIN RETURN NEW; END $function$;

-- function.change who: The function `public.who()` changes.
-- BEHAVIOUR_CHANGE: whatever calls `public.who()` gets what the new one does
-- TENANT_ISOLATION: 1 policy on `k` asks `public.who()`, which says something else now; see that it lets nobody reach
--                   more than before, and accept the change in the schema
CREATE OR REPLACE FUNCTION public.who()
RETURNS text
LANGUAGE sql
STABLE
AS $function$ SELECT 'a'::text $function$;

-- trigger.change t.st: The trigger `st` of `t` changes.
-- BEHAVIOUR_CHANGE: what happens by itself when rows of `t` are written changes
CREATE OR REPLACE TRIGGER st AFTER UPDATE ON public.t REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION public.tg();

COMMIT;

-- Part 2 of 5: rewrite.

BEGIN;

-- dependent.remake k.p: The policy `k.p` is made again with `k`.
DROP POLICY p ON public.k;

-- column.type k.a: The column `k.a` changes its type from `varchar(9)` to `text`.
-- LOCKS_ALL: `k` is locked for a moment; indexes on `a` may be built again
ALTER TABLE public.k ALTER COLUMN a TYPE text;

-- dependent.remake k.p: The policy `k.p` is made again with `k`.
CREATE POLICY p ON public.k AS PERMISSIVE FOR ALL TO PUBLIC USING (a = who());

COMMIT;

-- Part 3 of 5: rewrite.

BEGIN;

-- dependent.remake v: The view `v` is made again with `s`.
DROP VIEW public.v;

-- column.type s.g: The column `s.g` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `g` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.s WHERE g IS NOT NULL
-- REWRITES_TABLE: every row of `s` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `s` is written again, while nobody reads or writes
ALTER TABLE public.s ALTER COLUMN g TYPE integer;

-- dependent.remake v: The view `v` is made again with `s`.
CREATE VIEW public.v AS
SELECT id, sum(g) OVER () AS g FROM s;

COMMIT;

-- Part 4 of 5: rewrite.

BEGIN;

-- dependent.remake t.ct: The trigger `t.ct` is made again with `t`.
DROP TRIGGER ct ON public.t;

-- column.type t.a: The column `t.a` changes its type from `varchar(9)` to `text`.
-- LOCKS_ALL: `t` is locked for a moment; indexes on `a` may be built again
ALTER TABLE public.t ALTER COLUMN a TYPE text;

-- dependent.remake t.ct: The trigger `t.ct` is made again with `t`.
CREATE CONSTRAINT TRIGGER ct AFTER INSERT ON public.t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.a IS NOT NULL) EXECUTE FUNCTION public.tg();

COMMIT;

-- Part 5 of 5: contract.

BEGIN;

-- column.drop t.b: The column `t.b` is dropped.
-- DELETES_DATA: the values of `t.b` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t WHERE b IS NOT NULL
ALTER TABLE public.t DROP COLUMN b;

COMMIT;
