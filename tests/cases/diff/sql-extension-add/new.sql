-- It comes before the index that needs it.

CREATE EXTENSION pg_trgm;
CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE INDEX t_a_idx ON t USING gin (a gin_trgm_ops);
