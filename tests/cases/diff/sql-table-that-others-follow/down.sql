-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 9: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: the values of `t.gone` are lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: the values of `t.gone` are lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 9: expand.

BEGIN;

-- column.add t.gone: The column `t.gone` is added.
ALTER TABLE public.t ADD COLUMN gone boolean;

-- check.add p.named: The check `named` of `p` is added.
ALTER TABLE public.p ADD CONSTRAINT named CHECK (a <> '') NOT VALID;

-- check.add t.kinds: The check `kinds` of `t` is added.
ALTER TABLE public.t ADD CONSTRAINT kinds CHECK (kind <> '') NOT VALID;

-- check.drop t.notes: The check `notes` of `t` is dropped.
-- INTEGRITY_LOOSENED: rows are no longer held to `note <> ''`
ALTER TABLE public.t DROP CONSTRAINT notes;

-- foreign_key.drop t.t_target: The foreign key `t_target` of `t` is dropped.
-- INTEGRITY_LOOSENED: rows of `t` may point at rows of `targets` that are not there
ALTER TABLE public.t DROP CONSTRAINT t_target;

COMMIT;

-- Part 3 of 9: validate.

BEGIN;

-- check.add p.named: The check `named` of `p` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `a <> ''`; mend those rows first
--   count: SELECT count(*) FROM public.p WHERE NOT (a <> '')
ALTER TABLE public.p VALIDATE CONSTRAINT named;

COMMIT;

-- Part 4 of 9: validate.

BEGIN;

-- check.add t.kinds: The check `kinds` of `t` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `kind <> ''`; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE NOT (kind <> '')
ALTER TABLE public.t VALIDATE CONSTRAINT kinds;

COMMIT;

-- Part 5 of 9: switch.

BEGIN;

-- column.default d.a: The column `d.a` loses the default `'d'`.
-- BEHAVIOUR_CHANGE: inserts that leave out `a` store another value, or none
ALTER TABLE public.d ALTER COLUMN a DROP DEFAULT;

-- column.default t.kind: The column `t.kind` loses the default `'a'`.
-- BEHAVIOUR_CHANGE: inserts that leave out `kind` store another value, or none
ALTER TABLE public.t ALTER COLUMN kind DROP DEFAULT;

-- column.not_null.drop p.a: The column `p.a` may be NULL.
ALTER TABLE public.p ALTER COLUMN a DROP NOT NULL;

-- index.add t.t_kind: The index `t_kind` of `t` is made.
-- LOCKS_WRITES: nobody writes to the table while its index is built
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX t_kind ON public.t (kind);

COMMIT;

-- Part 6 of 9: switch.

BEGIN;

-- index.drop t.t_note: The index `t_note` of `t` is dropped.
-- INDEX_DROPPED: queries that use `t_note` become slow
DROP INDEX public.t_note;

-- primary_key.drop t.t_pkey: The primary key `t_pkey` of `t` is dropped.
-- INTEGRITY_LOOSENED: rows may be alike where `t_pkey` kept them apart
ALTER TABLE public.t DROP CONSTRAINT t_pkey;

COMMIT;

-- Part 7 of 9: rewrite.

BEGIN;

-- column.type p.id: The column `p.id` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `id` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.p WHERE id IS NOT NULL
-- REWRITES_TABLE: every row of `p` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `p` is written again, while nobody reads or writes
ALTER TABLE public.p ALTER COLUMN id TYPE integer;

COMMIT;

-- Part 8 of 9: rewrite.

BEGIN;

-- column.type t.id: The column `t.id` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `id` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE id IS NOT NULL
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TABLE public.t ALTER COLUMN id TYPE integer;

COMMIT;

-- Part 9 of 9: contract.

BEGIN;

-- column.drop p.b: The column `p.b` is dropped.
-- DELETES_DATA: the values of `p.b` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.p WHERE b IS NOT NULL
ALTER TABLE public.p DROP COLUMN b;

-- column.drop t.note: The column `t.note` is dropped.
-- DELETES_DATA: the values of `t.note` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t WHERE note IS NOT NULL
ALTER TABLE public.t DROP COLUMN note;

-- column.drop t.target: The column `t.target` is dropped.
-- DELETES_DATA: the values of `t.target` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t WHERE target IS NOT NULL
ALTER TABLE public.t DROP COLUMN target;

COMMIT;
