-- Whoever owns something may do anything with it, and row security that is not forced does not hold it up.

CREATE ROLE one;
CREATE ROLE two;
CREATE SCHEMA s AUTHORIZATION one;
CREATE TABLE s.t (id serial PRIMARY KEY, a text);
ALTER TABLE s.t OWNER TO one;
ALTER TABLE s.t ENABLE ROW LEVEL SECURITY;
CREATE VIEW s.v AS SELECT a FROM s.t;
CREATE TYPE s.mood AS ENUM ('good');
CREATE DOMAIN s.amount AS integer;
CREATE FUNCTION s.f() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
CREATE SEQUENCE s.numbers;
ALTER VIEW s.v OWNER TO one;
ALTER TYPE s.mood OWNER TO one;
ALTER DOMAIN s.amount OWNER TO one;
ALTER FUNCTION s.f() OWNER TO one;
ALTER SEQUENCE s.numbers OWNER TO one;
