-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- enum.swap stage: The type `stage` has its values in another order.
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TYPE public.stage RENAME TO crmgen_old_stage;

CREATE TYPE public.stage AS ENUM ('open', 'lost', 'won');

-- column.generated t.f: The column `t.f` is worked out anew.
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TABLE public.t DROP COLUMN f;

-- column.type t.c: The column `t.c` changes its type from `date` to `timestamptz`.
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- SESSION_DEPENDENT: what a moment is depends on the session's time zone; the migration takes UTC
SET LOCAL TimeZone = 'UTC';

SET LOCAL DateStyle = 'ISO, YMD';

SET LOCAL IntervalStyle = 'postgres';

-- dependent.remake v: The view `v` is made again with `t`.
DROP VIEW public.v;

-- dependent.remake t.t_a_check: The constraint `t.t_a_check` is made again with `t`.
ALTER TABLE public.t DROP CONSTRAINT t_a_check;

-- dependent.remake t.t_b: The index `t.t_b` is made again with `t`.
DROP INDEX public.t_b;

-- enum.swap stage: The type `stage` has its values in another order.
-- column.type t.id: The column `t.id` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- column.type t.a: The column `t.a` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- column.type t.b: The column `t.b` changes its type from `text` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `b` cannot be read as the new type; mend those rows first, or say
--                   `using:` on the field
-- IRREVERSIBLE: `b` loses how its values were written: the way back writes each as PostgreSQL does
--   count: SELECT count(*) FROM public.t WHERE b IS NOT NULL
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- column.type t.c: The column `t.c` changes its type from `date` to `timestamptz`.
-- column.type t.e: The column `t.e` changes its type from `varchar(20)` to `text`.
-- LOCKS_ALL: `t` is locked for a moment; indexes on `e` may be built again
ALTER TABLE public.t
    ALTER COLUMN d DROP DEFAULT, ALTER COLUMN d TYPE public.stage USING d::text::public.stage, ALTER COLUMN d SET DEFAULT 'open',
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE bigint, ALTER COLUMN a SET DEFAULT 1,
    ALTER COLUMN b TYPE integer USING b::integer,
    ALTER COLUMN c TYPE timestamptz,
    ALTER COLUMN e TYPE text;

-- enum.swap stage: The type `stage` has its values in another order.
DROP TYPE public.crmgen_old_stage;

-- column.generated t.f: The column `t.f` is worked out anew.
ALTER TABLE public.t ADD COLUMN f bigint GENERATED ALWAYS AS (a + 1) STORED;

-- dependent.remake v: The view `v` is made again with `t`.
CREATE VIEW public.v AS
SELECT a, b FROM t;

-- dependent.remake t.t_a_check: The constraint `t.t_a_check` is made again with `t`.
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK (a > 0);

-- dependent.remake t.t_b: The index `t.t_b` is made again with `t`.
CREATE INDEX t_b ON public.t ((abs(b)));

COMMIT;
