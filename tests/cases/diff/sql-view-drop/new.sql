-- It goes before what it reads does.

CREATE TABLE t (id integer PRIMARY KEY);
