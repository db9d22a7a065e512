-- Bodies that PostgreSQL has taken apart hold on to the columns that they name.

CREATE TABLE t (id integer PRIMARY KEY, a text, c integer);
CREATE FUNCTION f(x integer) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT a FROM t WHERE id = x; END;
CREATE FUNCTION g() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM t WHERE c = 1; END;
CREATE VIEW v AS SELECT f(id) AS x FROM t;
CREATE PROCEDURE pr() LANGUAGE sql BEGIN ATOMIC DELETE FROM t WHERE c = 2; END;
