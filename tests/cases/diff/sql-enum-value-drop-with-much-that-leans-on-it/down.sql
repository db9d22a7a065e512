-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 4: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: rows that have `spam` get another value
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: rows that have `spam` get another value',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 4: rewrite.

BEGIN;

-- column.generated g.flag: The column `g.flag` is worked out anew.
-- REWRITES_TABLE: every row of `g` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `g` is written again, while nobody reads or writes
ALTER TABLE public.g DROP COLUMN flag;

-- dependent.remake v: The view `v` is made again with `t`.
DROP VIEW public.v;

-- dependent.remake is_open: The function `is_open` is made again with `g`.
DROP FUNCTION public.is_open(public.s);

-- dependent.remake t.t_open: The index `t.t_open` is made again with `t`.
DROP INDEX public.t_open;

-- dependent.remake t.tr: The trigger `t.tr` is made again with `t`.
DROP TRIGGER tr ON public.t;

-- dependent.remake t.p: The policy `t.p` is made again with `t`.
DROP POLICY p ON public.t;

-- enum.swap s: The type `s` has its values in another order.
-- REWRITES_TABLE: every row of `g` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `g` is written again, while nobody reads or writes
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TYPE public.s RENAME TO crmgen_old_s;

CREATE TYPE public.s AS ENUM ('new', 'open', 'closed', 'spam');

ALTER TABLE public.g ALTER COLUMN st TYPE public.s USING st::text::public.s;

ALTER TABLE public.t
    ALTER COLUMN st DROP DEFAULT, ALTER COLUMN st TYPE public.s USING st::text::public.s, ALTER COLUMN st SET DEFAULT 'new',
    ALTER COLUMN many DROP DEFAULT, ALTER COLUMN many TYPE public.s[] USING many::text[]::public.s[], ALTER COLUMN many SET DEFAULT ARRAY['new'::s];

DROP TYPE public.crmgen_old_s;

-- column.generated g.flag: The column `g.flag` is worked out anew.
ALTER TABLE public.g ADD COLUMN flag boolean GENERATED ALWAYS AS (st = 'closed'::s) STORED;

-- dependent.remake is_open: The function `is_open` is made again with `g`.
CREATE FUNCTION public.is_open(x public.s)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$ SELECT x IN ('new', 'open') $function$;

-- dependent.remake v: The view `v` is made again with `t`.
CREATE VIEW public.v AS
SELECT id, st FROM t WHERE is_open(st);

-- dependent.remake t.t_open: The index `t.t_open` is made again with `t`.
CREATE INDEX t_open ON public.t (id) WHERE st = 'open';

-- dependent.remake t.tr: The trigger `t.tr` is made again with `t`.
CREATE TRIGGER tr BEFORE UPDATE OF st ON public.t FOR EACH ROW WHEN (new.st = 'closed') EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger();

-- dependent.remake t.p: The policy `t.p` is made again with `t`.
CREATE POLICY p ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (st = ANY(ARRAY['new'::s, 'open'::s]));

COMMIT;

-- Part 3 of 4: expand.

BEGIN;

-- check.add t.t_check: The check `t_check` of `t` is added.
ALTER TABLE public.t ADD CONSTRAINT t_check CHECK (st <> 'spam' OR id > 0) NOT VALID;

COMMIT;

-- Part 4 of 4: validate.

BEGIN;

-- check.add t.t_check: The check `t_check` of `t` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `st <> 'spam' OR id > 0`; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE NOT (st <> 'spam' OR id > 0)
ALTER TABLE public.t VALIDATE CONSTRAINT t_check;

COMMIT;
