-- What is set of tables and columns, and what goes back to what is usual.

CREATE TABLE t (id integer PRIMARY KEY, a text, b numeric, c text);
CREATE INDEX t_a ON t (a);
ALTER TABLE t CLUSTER ON t_a;
ALTER TABLE t ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN b SET STORAGE EXTERNAL, ALTER COLUMN c SET STATISTICS 100;
ALTER TABLE t ALTER COLUMN c SET (n_distinct = 5);
