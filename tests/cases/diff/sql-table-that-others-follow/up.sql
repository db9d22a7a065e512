-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 8: expand.

BEGIN;

-- column.add p.b: The column `p.b` is added.
ALTER TABLE public.p ADD COLUMN b integer;

-- column.add t.note: The column `t.note` is added.
ALTER TABLE public.t ADD COLUMN note text;

-- column.add t.target: The column `t.target` is added.
ALTER TABLE public.t ADD COLUMN target integer;

-- column.default d.a: The column `d.a` gets the default `'d'`.
-- BEHAVIOUR_CHANGE: inserts that leave out `a` store another value, or none
ALTER TABLE public.d ALTER COLUMN a SET DEFAULT 'd';

-- column.default t.kind: The column `t.kind` gets the default `'a'`.
-- BEHAVIOUR_CHANGE: inserts that leave out `kind` store another value, or none
ALTER TABLE public.t ALTER COLUMN kind SET DEFAULT 'a';

-- check.drop p.named: The check `named` of `p` is dropped.
-- INTEGRITY_LOOSENED: rows are no longer held to `a <> ''`
ALTER TABLE public.p DROP CONSTRAINT named;

-- check.drop t.kinds: The check `kinds` of `t` is dropped.
-- INTEGRITY_LOOSENED: rows are no longer held to `kind <> ''`
ALTER TABLE public.t DROP CONSTRAINT kinds;

-- check.add t.notes: The check `notes` of `t` is added.
ALTER TABLE public.t ADD CONSTRAINT notes CHECK (note <> '') NOT VALID;

-- foreign_key.add t.t_target: The foreign key `t_target` of `t` is added.
ALTER TABLE public.t ADD CONSTRAINT t_target FOREIGN KEY (target) REFERENCES public.targets (id);

-- column.not_null.set p.a: The column `p.a` is NOT NULL.
-- MAY_FAIL_ON_DATA: it fails where `a` is NULL; say `backfill:` on the field where it may be NULL in rows that are
--                   there
--   count: SELECT count(*) FROM public.p WHERE a IS NULL
ALTER TABLE public.p ADD CONSTRAINT crmgen_not_null_a CHECK (a IS NOT NULL) NOT VALID;

COMMIT;

-- Part 2 of 8: validate.

BEGIN;

-- column.not_null.set p.a: The column `p.a` is NOT NULL.
ALTER TABLE public.p VALIDATE CONSTRAINT crmgen_not_null_a;

COMMIT;

-- Part 3 of 8: validate.

BEGIN;

-- check.add t.notes: The check `notes` of `t` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `note <> ''`; mend those rows first
ALTER TABLE public.t VALIDATE CONSTRAINT notes;

COMMIT;

-- Part 4 of 8: switch.

BEGIN;

-- column.not_null.set p.a: The column `p.a` is NOT NULL.
ALTER TABLE public.p ALTER COLUMN a SET NOT NULL;

ALTER TABLE public.p DROP CONSTRAINT crmgen_not_null_a;

-- index.drop t.t_kind: The index `t_kind` of `t` is dropped.
-- INDEX_DROPPED: queries that use `t_kind` become slow
DROP INDEX public.t_kind;

-- index.add t.t_note: The index `t_note` of `t` is made.
-- LOCKS_WRITES: nobody writes to the table while its index is built
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX t_note ON public.t (note);

COMMIT;

-- Part 5 of 8: rewrite.

BEGIN;

-- column.type p.id: The column `p.id` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `p` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `p` is written again, while nobody reads or writes
ALTER TABLE public.p ALTER COLUMN id TYPE bigint;

COMMIT;

-- Part 6 of 8: rewrite.

BEGIN;

-- column.type t.id: The column `t.id` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TABLE public.t ALTER COLUMN id TYPE bigint;

COMMIT;

-- Part 7 of 8: switch.

BEGIN;

-- primary_key.add t.t_pkey: The primary key `t_pkey` of `t` is made.
-- MAY_FAIL_ON_DATA: it fails where rows of `t` are alike; find the rows that are alike, and mend them first
--   count: SELECT count(*) FROM (SELECT 1 FROM public.t WHERE id IS NOT NULL AND at IS NOT NULL GROUP BY id, at HAVING
--          count(*) > 1) AS alike
-- LOCKS_ALL: nobody reads or writes the table while its index is built
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id, at);

COMMIT;

-- Part 8 of 8: contract.

BEGIN;

-- column.drop t.gone: The column `t.gone` is dropped.
-- DELETES_DATA: the values of `t.gone` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t WHERE gone IS NOT NULL
ALTER TABLE public.t DROP COLUMN gone;

COMMIT;
