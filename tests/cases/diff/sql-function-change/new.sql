-- The body is replaced where the function stands, so that what leans on it stays.

CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 2 $$;
CREATE TABLE t (id integer PRIMARY KEY, a integer, CONSTRAINT even CHECK (twice(a) % 2 = 0));
