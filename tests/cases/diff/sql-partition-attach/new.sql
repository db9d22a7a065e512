CREATE TABLE list (id integer NOT NULL, kind text NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE list_a (id integer NOT NULL, kind text NOT NULL);
CREATE TABLE list_b PARTITION OF list FOR VALUES IN ('b');
CREATE TABLE a (id integer NOT NULL);
CREATE TABLE b (x text) INHERITS (a);
CREATE TABLE c (id integer NOT NULL, y text);
