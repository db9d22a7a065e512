-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: every row of `archive.t` is lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: every row of `archive.t` is lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 3: expand.

BEGIN;

-- schema.add archive: The schema `archive` is made.
CREATE SCHEMA IF NOT EXISTS archive;

-- table.add archive.t: The table `archive.t` is made.
CREATE TABLE archive.t (
    id integer NOT NULL,
    CONSTRAINT t_pkey PRIMARY KEY (id)
);

COMMIT;

-- Part 3 of 3: contract.

BEGIN;

-- table.drop here: The table `here` is dropped.
-- DELETES_DATA: every row of `here` is lost; stop using the table in one release and drop it in the next, with a backup
--   count: SELECT count(*) FROM public.here
DROP TABLE public.here;

COMMIT;
