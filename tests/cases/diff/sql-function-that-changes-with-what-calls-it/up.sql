-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 4: expand.

BEGIN;

-- column.add t.b: The column `t.b` is added.
ALTER TABLE public.t ADD COLUMN b text[] NOT NULL DEFAULT '{}';

-- function.change tg: The function `public.tg()` changes.
-- BEHAVIOUR_CHANGE: whatever calls `public.tg()` gets what the new one does
CREATE OR REPLACE FUNCTION public.tg()
RETURNS trigger
LANGUAGE plpgsql
AS $function$ BEGIN RETURN NULL; END $function$;

-- function.change who: The function `public.who()` changes.
-- BEHAVIOUR_CHANGE: whatever calls `public.who()` gets what the new one does
-- TENANT_ISOLATION: 1 policy on `k` asks `public.who()`, which says something else now; see that it lets nobody reach
--                   more than before, and accept the change in the schema
CREATE OR REPLACE FUNCTION public.who()
RETURNS text
LANGUAGE sql
STABLE
AS $function$ SELECT 'b'::text $function$;

-- trigger.change t.st: The trigger `st` of `t` changes.
-- BEHAVIOUR_CHANGE: what happens by itself when rows of `t` are written changes
CREATE OR REPLACE TRIGGER st AFTER UPDATE ON public.t REFERENCING OLD TABLE AS o NEW TABLE AS nn FOR EACH STATEMENT EXECUTE FUNCTION public.tg();

COMMIT;

-- Part 2 of 4: rewrite.

BEGIN;

-- dependent.remake k.p: The policy `k.p` is made again with `k`.
DROP POLICY p ON public.k;

-- column.type k.a: The column `k.a` changes its type from `text` to `varchar(9)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `a` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.k WHERE length(a::text) > 9
-- REWRITES_TABLE: every row of `k` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `k` is written again, while nobody reads or writes
ALTER TABLE public.k ALTER COLUMN a TYPE varchar(9);

-- dependent.remake k.p: The policy `k.p` is made again with `k`.
CREATE POLICY p ON public.k AS PERMISSIVE FOR ALL TO PUBLIC USING (a = who());

COMMIT;

-- Part 3 of 4: rewrite.

BEGIN;

-- dependent.remake v: The view `v` is made again with `s`.
DROP VIEW public.v;

-- column.type s.g: The column `s.g` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `s` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `s` is written again, while nobody reads or writes
ALTER TABLE public.s ALTER COLUMN g TYPE bigint;

-- dependent.remake v: The view `v` is made again with `s`.
CREATE VIEW public.v AS
SELECT id, sum(g) OVER () AS g FROM s;

COMMIT;

-- Part 4 of 4: rewrite.

BEGIN;

-- dependent.remake t.ct: The trigger `t.ct` is made again with `t`.
DROP TRIGGER ct ON public.t;

-- column.type t.a: The column `t.a` changes its type from `text` to `varchar(9)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `a` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE length(a::text) > 9
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TABLE public.t ALTER COLUMN a TYPE varchar(9);

-- dependent.remake t.ct: The trigger `t.ct` is made again with `t`.
CREATE CONSTRAINT TRIGGER ct AFTER INSERT OR UPDATE ON public.t DEFERRABLE FOR EACH ROW WHEN (new.a IS NOT NULL) EXECUTE FUNCTION public.tg();

COMMIT;
