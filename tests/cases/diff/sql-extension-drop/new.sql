-- It goes once nothing leans on it.

CREATE TABLE t (id integer PRIMARY KEY, a text);
