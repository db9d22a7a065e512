CREATE TABLE t (id integer PRIMARY KEY, a text, b numeric, c text);
CREATE INDEX t_a ON t (a);
ALTER TABLE t CLUSTER ON t_pkey;
ALTER TABLE t ALTER COLUMN c SET COMPRESSION pglz;
