-- What leans on it is taken down and put up again around it.

CREATE FUNCTION answer() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT 42::bigint $$;
CREATE TABLE t (id integer PRIMARY KEY, a bigint DEFAULT answer());
