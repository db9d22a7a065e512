CREATE FUNCTION answer() RETURNS integer LANGUAGE sql STABLE AS $$ SELECT 42 $$;
CREATE TABLE t (id integer PRIMARY KEY, a bigint DEFAULT answer());
