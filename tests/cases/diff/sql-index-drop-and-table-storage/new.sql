-- Free space is left in the table from now on.

CREATE TABLE t (id integer PRIMARY KEY, a text) WITH (fillfactor = 70);
