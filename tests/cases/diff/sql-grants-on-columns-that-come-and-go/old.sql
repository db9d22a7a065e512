-- Columns come, go and change their type, with the privileges on each, under a view of all of them.

CREATE ROLE reader; CREATE ROLE writer;
CREATE TABLE t (id integer PRIMARY KEY, a text, b text, gone text);
GRANT SELECT (id, a, gone) ON t TO reader; GRANT UPDATE ON t TO writer; GRANT INSERT (a) ON t TO writer WITH GRANT OPTION;
CREATE VIEW v AS SELECT * FROM t; GRANT SELECT ON v TO reader;
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
REVOKE EXECUTE ON FUNCTION f(integer) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(integer) TO reader;
