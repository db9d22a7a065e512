CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 2 $$;
CREATE TABLE t (id integer PRIMARY KEY, CONSTRAINT even CHECK (twice(id) > 0));
