-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 7: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: the values of `note` in `public.address` are lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: the values of `note` in `public.address` are lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 7: expand.

BEGIN;

-- check.drop t.zipped: The check `zipped` of `t` is dropped.
-- INTEGRITY_LOOSENED: rows are no longer held to `(a).zip <> ''`
ALTER TABLE public.t DROP CONSTRAINT zipped;

-- object.change address: The type `public.address` changes.
ALTER TYPE public.address ADD ATTRIBUTE note text;

-- check.add t.noted: The check `noted` of `t` is added.
ALTER TABLE public.t ADD CONSTRAINT noted CHECK ((a).note <> '') NOT VALID;

COMMIT;

-- Part 3 of 7: index, outside a transaction.

-- index.add t.t_note: The index `t_note` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY t_note ON public.t (((a).note));

-- Part 4 of 7: validate.

BEGIN;

-- check.add t.noted: The check `noted` of `t` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `(a).note <> ''`; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE NOT ((a).note <> '')
ALTER TABLE public.t VALIDATE CONSTRAINT noted;

COMMIT;

-- Part 5 of 7: switch.

BEGIN;

-- view.change named: The view `named` changes.
-- BEHAVIOUR_CHANGE: queries that read `named` get what the new one gives
DROP VIEW public.named;

CREATE VIEW public.named AS
SELECT id, (a).town, (a).note FROM t;

COMMIT;

-- Part 6 of 7: contract, outside a transaction.

-- index.drop t.t_zip: The index `t_zip` of `t` is dropped.
-- INDEX_DROPPED: queries that use `t_zip` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.t_zip;

-- Part 7 of 7: rewrite.

BEGIN;

-- dependent.remake above: The view `above` is made again with `address`.
DROP VIEW public.above;

-- dependent.remake every: The view `every` is made again with `address`.
DROP VIEW public.every;

-- object.change address: The type `public.address` changes.
-- DELETES_DATA: the values of `zip` in `public.address` are lost; stop using it in one release and drop it in the next,
--               with a backup
ALTER TYPE public.address DROP ATTRIBUTE zip;

-- dependent.remake every: The view `every` is made again with `address`.
CREATE VIEW public.every AS
SELECT id, (a).* FROM t;

-- dependent.remake above: The view `above` is made again with `address`.
CREATE VIEW public.above AS
SELECT id, street FROM every;

-- privilege.grant every.PUBLIC: Everybody may SELECT on `every`, as before.
GRANT SELECT ON TABLE public.every TO PUBLIC;

COMMIT;
