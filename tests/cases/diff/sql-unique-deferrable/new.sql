-- The key is looked at when the transaction ends.

CREATE TABLE t (id integer PRIMARY KEY, a integer, CONSTRAINT t_a_key UNIQUE (a) DEFERRABLE INITIALLY DEFERRED);
