CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, b text NOT NULL);
CREATE INDEX t_a_idx ON t (a);
