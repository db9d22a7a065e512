-- From PostgreSQL 18 on NOT NULL has a name, which no parent can change that has a child where it is called otherwise.

CREATE TABLE p (id integer NOT NULL, a integer);
CREATE TABLE c (id integer NOT NULL) INHERITS (p);
CREATE TABLE d (id integer NOT NULL);
CREATE TABLE d2 (x integer) INHERITS (d);
CREATE TABLE w (id integer NOT NULL, k text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE w1 (id integer CONSTRAINT w1_own NOT NULL, k text NOT NULL);
ALTER TABLE w ATTACH PARTITION w1 FOR VALUES IN ('a');
