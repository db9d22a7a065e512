CREATE TYPE address AS (street text, town text, zip text);
CREATE TABLE t (id integer PRIMARY KEY, a address, CONSTRAINT zipped CHECK ((a).zip <> ''));
CREATE INDEX t_zip ON t (((a).zip));
CREATE VIEW named AS SELECT id, (a).town, (a).zip FROM t;
CREATE VIEW every AS SELECT id, (a).* FROM t;
CREATE VIEW above AS SELECT id, street FROM every;
GRANT SELECT ON every TO PUBLIC;
