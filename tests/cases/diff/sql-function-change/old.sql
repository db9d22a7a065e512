CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n + n $$;
CREATE TABLE t (id integer PRIMARY KEY, a integer, CONSTRAINT even CHECK (twice(a) % 2 = 0));
