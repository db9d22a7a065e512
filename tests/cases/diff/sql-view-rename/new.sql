-- What was granted on it stays.

CREATE TABLE t (id integer PRIMARY KEY);
CREATE VIEW shown AS SELECT id FROM t;
