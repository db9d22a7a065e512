-- The default that leans on it goes first.

CREATE TABLE t (id integer PRIMARY KEY);
