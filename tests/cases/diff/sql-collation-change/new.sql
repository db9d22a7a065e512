-- Texts sort otherwise, and so does the index over them.

CREATE TABLE t (id integer PRIMARY KEY, a text COLLATE "C");
CREATE INDEX t_a_idx ON t (a);
