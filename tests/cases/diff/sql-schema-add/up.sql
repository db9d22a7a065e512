-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- schema.add archive: The schema `archive` is made.
CREATE SCHEMA IF NOT EXISTS archive;

-- table.add archive.t: The table `archive.t` is made.
CREATE TABLE archive.t (
    id integer NOT NULL,
    CONSTRAINT t_pkey PRIMARY KEY (id)
);

-- privilege.grant archive.reader: `reader` may USAGE on `archive`.
GRANT USAGE ON SCHEMA archive TO reader;

-- privilege.grant archive.t.reader: `reader` may SELECT on `archive.t`.
GRANT SELECT ON TABLE archive.t TO reader;

COMMIT;
