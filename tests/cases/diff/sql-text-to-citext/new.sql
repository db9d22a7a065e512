CREATE EXTENSION citext;
CREATE TABLE t (id integer PRIMARY KEY, a citext, b citext, c text UNIQUE);
CREATE UNIQUE INDEX t_a ON t (a);
