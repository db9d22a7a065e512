-- Whole tables are revoked before columns are granted, as a revoke takes those along.

CREATE ROLE reader;
CREATE ROLE writer;
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer);
GRANT SELECT, UPDATE (a) ON t TO writer;
GRANT SELECT (id, a) ON t TO reader;
