-- A part leaves the whole, and another table comes to it. From PostgreSQL 18 on NOT NULL has a name, which stays behind.

CREATE TABLE list (id integer NOT NULL, kind text NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE list_a PARTITION OF list FOR VALUES IN ('a');
CREATE TABLE list_b (id integer NOT NULL, kind text);
CREATE TABLE a (id integer NOT NULL);
CREATE TABLE b (id integer NOT NULL, x text);
CREATE TABLE c (y text) INHERITS (a);
