-- It comes after what it reads, with what is granted on it.

CREATE ROLE reader;
CREATE TABLE t (id integer PRIMARY KEY, a integer);
CREATE VIEW v AS SELECT id, a FROM t;
GRANT SELECT ON v TO reader;
