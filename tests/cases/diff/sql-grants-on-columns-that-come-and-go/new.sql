CREATE ROLE reader; CREATE ROLE writer;
CREATE TABLE t (id bigint PRIMARY KEY, a text, b varchar(20), n text);
GRANT SELECT (id, n) ON t TO reader; GRANT UPDATE (a, b) ON t TO writer; GRANT INSERT (a) ON t TO writer;
CREATE VIEW v AS SELECT * FROM t; GRANT SELECT (id) ON v TO reader;
CREATE FUNCTION f(integer) RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$;
REVOKE EXECUTE ON FUNCTION f(integer) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(integer) TO reader;
