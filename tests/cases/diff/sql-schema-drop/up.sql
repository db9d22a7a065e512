-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: expand.

BEGIN;

-- table.add here: The table `here` is made.
CREATE TABLE public.here (
    id integer NOT NULL,
    a text,
    CONSTRAINT here_pkey PRIMARY KEY (id)
);

COMMIT;

-- Part 2 of 3: contract.

BEGIN;

-- table.drop archive.t: The table `archive.t` is dropped.
-- IRREVERSIBLE: the way back makes `archive.t` empty
-- DELETES_DATA: every row of `archive.t` is lost; stop using the table in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM archive.t
DROP TABLE archive.t;

COMMIT;

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 3 of 3: retire, by whoever may change roles.

BEGIN;

-- schema.drop archive: The schema `archive` is dropped.
DROP SCHEMA archive;

COMMIT;
