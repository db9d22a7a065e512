-- [old]
CREATE TABLE stays (id integer);

-- [new]
CREATE TABLE stays (id integer);
CREATE FUNCTION add(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION last(bigint) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE AGGREGATE total(bigint) (SFUNC = add, STYPE = bigint, FINALFUNC = last, INITCOND = '0');
CREATE FUNCTION first(a text, b text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT coalesce($1, $2)';
CREATE AGGREGATE one(text) (SFUNC = first, STYPE = text);
COMMENT ON AGGREGATE one(text) IS 'The first of them.';
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

-- [query]
SELECT count(*) FROM stays;

-- [answer]
0

-- [hazards]

-- [up]
-- expand (a transaction)
CREATE FUNCTION public.add(bigint, bigint)
RETURNS bigint
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1 + $2$function$;
CREATE FUNCTION public.first(a text, b text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $function$SELECT coalesce($1, $2)$function$;
CREATE FUNCTION public.last(bigint)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1::text$function$;
CREATE FUNCTION public.near(a text, b text)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT lower($1) = lower($2)$function$;
CREATE FUNCTION public.size(y integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1$function$;
CREATE FUNCTION public.tells()
RETURNS event_trigger
LANGUAGE plpgsql
AS $function$BEGIN END$function$;
CREATE AGGREGATE one (text) (sfunc = first, stype = text);
CREATE AGGREGATE total (bigint) (sfunc = add, stype = bigint, finalfunc = last, initcond = '0');
CREATE EVENT TRIGGER tells ON ddl_command_end EXECUTE FUNCTION tells();
CREATE OPERATOR =~= (function = near, leftarg = text, rightarg = text);
CREATE TABLE public.t (
    a integer,
    b text,
    c text,
    CONSTRAINT alike CHECK (b OPERATOR(public.=~=) c)
);
CREATE VIEW public.v AS
SELECT total(a) AS total, one(b) AS one FROM t;
CREATE STATISTICS sizes ON (size(a)), b FROM t;
CREATE TYPE pair AS (a int, b int);
CREATE FUNCTION public.to_pair(y integer)
RETURNS public.pair
LANGUAGE sql
IMMUTABLE
AS $function$SELECT ROW($1, $1)::pair$function$;
CREATE CAST (int AS pair) WITH FUNCTION to_pair(int);
COMMENT ON AGGREGATE public.one(text) IS 'The first of them.';

-- [down]
-- contract (a transaction)
DROP VIEW public.v;
DROP AGGREGATE public.one(text);
DROP FUNCTION public.first(text, text);
DROP AGGREGATE public.total(int8);
DROP FUNCTION public.add(bigint, bigint);
DROP FUNCTION public.last(bigint);
DROP CAST (int4 AS public.pair);
DROP FUNCTION public.to_pair(integer);
DROP EVENT TRIGGER tells;
DROP FUNCTION public.tells();
DROP STATISTICS public.sizes;
DROP TABLE public.t;
DROP FUNCTION public.size(integer);
DROP OPERATOR public.=~= (text, text);
DROP FUNCTION public.near(text, text);
DROP TYPE public.pair;
