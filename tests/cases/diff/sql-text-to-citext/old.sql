-- Rows stay as they are; indexes are built again, as they order otherwise.

CREATE EXTENSION citext;
CREATE TABLE t (id integer PRIMARY KEY, a text, b varchar(9), c citext UNIQUE);
CREATE UNIQUE INDEX t_a ON t (a);
