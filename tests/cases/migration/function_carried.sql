-- [old]
CREATE FUNCTION add(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION last(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, FINALFUNC = last, INITCOND = '0');
CREATE FUNCTION first(x text, y text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT coalesce($1, $2)';
CREATE AGGREGATE one(text) (SFUNC = first, STYPE = text);
COMMENT ON AGGREGATE one(text) IS 'The first of them.';
REVOKE ALL ON FUNCTION one(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION one(text) TO app;
CREATE FUNCTION near(x text, y text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) = lower($2)';
CREATE OPERATOR =~= (FUNCTION = near, LEFTARG = text, RIGHTARG = text);
CREATE TABLE t (a integer, b text, c text, CONSTRAINT alike CHECK (b OPERATOR(public.=~=) c));
CREATE VIEW v AS SELECT total(a) AS total, one(b) AS one FROM t;
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION to_pair(x integer) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, $1)::pair';
CREATE CAST (integer AS pair) WITH FUNCTION to_pair(integer);
CREATE FUNCTION told() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER tells ON ddl_command_end EXECUTE FUNCTION told();
CREATE FUNCTION size(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE STATISTICS sizes ON size(a), b FROM t;

-- [new]
CREATE FUNCTION add(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION last(bigint) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE AGGREGATE total(bigint) (SFUNC = add, STYPE = bigint, FINALFUNC = last, INITCOND = '0');
CREATE FUNCTION first(a text, b text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT coalesce($1, $2)';
CREATE AGGREGATE one(text) (SFUNC = first, STYPE = text);
COMMENT ON AGGREGATE one(text) IS 'The first of them.';
REVOKE ALL ON FUNCTION one(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION one(text) TO app;
CREATE FUNCTION near(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) = lower($2)';
CREATE OPERATOR =~= (FUNCTION = near, LEFTARG = text, RIGHTARG = text);
CREATE TABLE t (a integer, b text, c text, CONSTRAINT alike CHECK (b OPERATOR(public.=~=) c));
CREATE VIEW v AS SELECT total(a) AS total, one(b) AS one FROM t;
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION to_pair(y integer) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, $1)::pair';
CREATE CAST (integer AS pair) WITH FUNCTION to_pair(integer);
CREATE FUNCTION tells() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER tells ON ddl_command_end EXECUTE FUNCTION tells();
CREATE FUNCTION size(y integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE STATISTICS sizes ON size(a), b FROM t;

-- [rows]
INSERT INTO t VALUES (1, 'x', 'X'), (2, 'y', 'Y');

-- [query]
SELECT total, one FROM v;

-- [answer]
3|x

-- [hazards]
BEHAVIOUR_CHANGE
UNTRACKED_DEPENDENCY

-- [up]
-- expand (a transaction)
CREATE FUNCTION public.tells()
RETURNS event_trigger
LANGUAGE plpgsql
AS $function$BEGIN END$function$;
-- switch (a transaction: object EVENT TRIGGER tells)
DROP EVENT TRIGGER tells;
CREATE EVENT TRIGGER tells ON ddl_command_end EXECUTE FUNCTION tells();
-- rewrite (a transaction: rewrite public.add)
DROP VIEW public.v;
DROP AGGREGATE public.one(text);
DROP FUNCTION public.first(text, text);
CREATE FUNCTION public.first(a text, b text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $function$SELECT coalesce($1, $2)$function$;
CREATE AGGREGATE one (text) (sfunc = first, stype = text);
DROP AGGREGATE public.total(int4);
DROP FUNCTION public.add(integer, integer);
CREATE FUNCTION public.add(bigint, bigint)
RETURNS bigint
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1 + $2$function$;
DROP FUNCTION public.last(integer);
CREATE FUNCTION public.last(bigint)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1::text$function$;
CREATE AGGREGATE total (bigint) (sfunc = add, stype = bigint, finalfunc = last, initcond = '0');
CREATE VIEW public.v AS
SELECT total(a) AS total, one(b) AS one FROM t;
REVOKE EXECUTE ON FUNCTION public.one(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.one(text) TO app;
-- switch (a transaction)
COMMENT ON AGGREGATE public.one(text) IS 'The first of them.';
-- rewrite (a transaction: rewrite public.near)
ALTER TABLE public.t DROP CONSTRAINT alike;
DROP OPERATOR public.=~= (text, text);
DROP FUNCTION public.near(text, text);
CREATE FUNCTION public.near(a text, b text)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT lower($1) = lower($2)$function$;
CREATE OPERATOR =~= (function = near, leftarg = text, rightarg = text);
ALTER TABLE public.t ADD CONSTRAINT alike CHECK (b OPERATOR(public.=~=) c);
-- rewrite (a transaction: rewrite public.size)
DROP STATISTICS public.sizes;
DROP FUNCTION public.size(integer);
CREATE FUNCTION public.size(y integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1$function$;
CREATE STATISTICS sizes ON (size(a)), b FROM t;
-- rewrite (a transaction: rewrite public.to_pair)
DROP CAST (int4 AS public.pair);
DROP FUNCTION public.to_pair(integer);
CREATE FUNCTION public.to_pair(y integer)
RETURNS public.pair
LANGUAGE sql
IMMUTABLE
AS $function$SELECT ROW($1, $1)::pair$function$;
CREATE CAST (int AS pair) WITH FUNCTION to_pair(int);
-- contract (a transaction)
DROP FUNCTION public.told();

-- [down]
-- expand (a transaction)
CREATE FUNCTION public.told()
RETURNS event_trigger
LANGUAGE plpgsql
AS $function$BEGIN END$function$;
-- switch (a transaction: object EVENT TRIGGER tells)
DROP EVENT TRIGGER tells;
CREATE EVENT TRIGGER tells ON ddl_command_end EXECUTE FUNCTION told();
-- rewrite (a transaction: rewrite public.add)
DROP VIEW public.v;
DROP AGGREGATE public.one(text);
DROP FUNCTION public.first(text, text);
CREATE FUNCTION public.first(x text, y text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $function$SELECT coalesce($1, $2)$function$;
CREATE AGGREGATE one (text) (sfunc = first, stype = text);
DROP AGGREGATE public.total(int8);
DROP FUNCTION public.add(bigint, bigint);
CREATE FUNCTION public.add(integer, integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1 + $2$function$;
DROP FUNCTION public.last(bigint);
CREATE FUNCTION public.last(integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1$function$;
CREATE AGGREGATE total (int) (sfunc = add, stype = int, finalfunc = last, initcond = '0');
CREATE VIEW public.v AS
SELECT total(a) AS total, one(b) AS one FROM t;
REVOKE EXECUTE ON FUNCTION public.one(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.one(text) TO app;
-- switch (a transaction)
COMMENT ON AGGREGATE public.one(text) IS 'The first of them.';
-- rewrite (a transaction: rewrite public.near)
ALTER TABLE public.t DROP CONSTRAINT alike;
DROP OPERATOR public.=~= (text, text);
DROP FUNCTION public.near(text, text);
CREATE FUNCTION public.near(x text, y text)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT lower($1) = lower($2)$function$;
CREATE OPERATOR =~= (function = near, leftarg = text, rightarg = text);
ALTER TABLE public.t ADD CONSTRAINT alike CHECK (b OPERATOR(public.=~=) c);
-- rewrite (a transaction: rewrite public.size)
DROP STATISTICS public.sizes;
DROP FUNCTION public.size(integer);
CREATE FUNCTION public.size(x integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1$function$;
CREATE STATISTICS sizes ON (size(a)), b FROM t;
-- rewrite (a transaction: rewrite public.to_pair)
DROP CAST (int4 AS public.pair);
DROP FUNCTION public.to_pair(integer);
CREATE FUNCTION public.to_pair(x integer)
RETURNS public.pair
LANGUAGE sql
IMMUTABLE
AS $function$SELECT ROW($1, $1)::pair$function$;
CREATE CAST (int AS pair) WITH FUNCTION to_pair(int);
-- contract (a transaction)
DROP FUNCTION public.tells();
