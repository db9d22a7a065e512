CREATE DOMAIN amount AS bigint CONSTRAINT positive CHECK (VALUE >= 0);
CREATE DOMAIN title AS text;
CREATE DOMAIN number AS integer;
CREATE TABLE t (id integer PRIMARY KEY, a amount DEFAULT 1, b title, c number, CONSTRAINT t_a CHECK (a < 99));
CREATE TABLE u (id integer PRIMARY KEY, a amount NOT NULL);
CREATE INDEX t_a_idx ON t (a);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE FUNCTION f(a amount) RETURNS boolean LANGUAGE sql AS $$ SELECT a > 1 $$;
