-- What calls it follows by itself.

CREATE FUNCTION doubled(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 2 $$;
CREATE TABLE t (id integer PRIMARY KEY, CONSTRAINT even CHECK (doubled(id) > 0));
