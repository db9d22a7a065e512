CREATE ROLE reader;
CREATE ROLE writer;
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer);
GRANT SELECT, UPDATE ON t TO writer;
GRANT SELECT ON t TO reader;
