-- Attributes come and go while a check, an index and views take them out of values, one by one or all of them.

CREATE TYPE address AS (street text, town text, note text);
CREATE TABLE t (id integer PRIMARY KEY, a address, CONSTRAINT noted CHECK ((a).note <> ''));
CREATE INDEX t_note ON t (((a).note));
CREATE VIEW named AS SELECT id, (a).town, (a).note FROM t;
CREATE VIEW every AS SELECT id, (a).* FROM t;
CREATE VIEW above AS SELECT id, street FROM every;
GRANT SELECT ON every TO PUBLIC;
