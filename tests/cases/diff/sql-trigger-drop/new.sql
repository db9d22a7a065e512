-- Rows are no longer touched.

CREATE TABLE t (id integer PRIMARY KEY, a integer);
