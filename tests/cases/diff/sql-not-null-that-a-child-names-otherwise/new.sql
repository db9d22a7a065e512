CREATE TABLE q (id integer NOT NULL, b integer);
CREATE TABLE c (id integer NOT NULL) INHERITS (q);
CREATE TABLE e (nr integer NOT NULL);
CREATE TABLE d2 (x integer) INHERITS (e);
CREATE TABLE whole (nr integer NOT NULL, k text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE w1 (nr integer CONSTRAINT w1_own NOT NULL, k text NOT NULL);
ALTER TABLE whole ATTACH PARTITION w1 FOR VALUES IN ('a');
