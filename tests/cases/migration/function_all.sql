-- [old]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE FUNCTION public.gone(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x';
CREATE FUNCTION public.body(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x';
CREATE FUNCTION public.returned(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x';
CREATE FUNCTION public.renamed(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x';
COMMENT ON FUNCTION public.renamed(integer) IS 'kept';
REVOKE ALL ON FUNCTION public.renamed(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.renamed(integer) TO app;
CREATE FUNCTION public.more(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x';

-- [new]
CREATE TABLE public.t (id bigint, a text, b text, c text, d text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE FUNCTION public.body(x integer) RETURNS integer LANGUAGE sql STABLE STRICT SECURITY DEFINER PARALLEL SAFE COST 7 SET search_path = '' SET work_mem = '5MB' AS 'SELECT x + 1';
CREATE FUNCTION public.returned(x integer) RETURNS bigint LANGUAGE sql AS 'SELECT x';
CREATE FUNCTION public.renamed(y integer) RETURNS integer LANGUAGE sql AS 'SELECT y';
COMMENT ON FUNCTION public.renamed(integer) IS 'kept';
REVOKE ALL ON FUNCTION public.renamed(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.renamed(integer) TO app;
CREATE FUNCTION public.more(x integer, y text DEFAULT 'a') RETURNS integer LANGUAGE sql AS 'SELECT x';
CREATE FUNCTION public.listed(OUT a integer, VARIADIC b text[]) LANGUAGE plpgsql AS $$ BEGIN a := 1; END $$;
CREATE FUNCTION public.tabled(k bigint) RETURNS TABLE (id bigint, d text) LANGUAGE sql AS 'SELECT id, d FROM public.t WHERE id = k';
CREATE FUNCTION public.rows() RETURNS SETOF public.t LANGUAGE sql AS 'SELECT * FROM public.t';
CREATE FUNCTION public.atomic(x integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT x + 1; END;
CREATE FUNCTION public.short(x integer) RETURNS integer LANGUAGE sql RETURN x + 1;
CREATE PROCEDURE public.done(INOUT x integer) LANGUAGE plpgsql AS $$ BEGIN x := 1; END $$;
CREATE TABLE public.uses (id integer DEFAULT public.returned(1));

-- [hazards]
AUTHZ_WIDENS
BEHAVIOUR_CHANGE
UNTRACKED_DEPENDENCY

-- [up]
-- expand (a transaction)
ALTER TABLE public.t ADD COLUMN d text;
CREATE FUNCTION public.atomic(x integer)
RETURNS integer
LANGUAGE sql
BEGIN ATOMIC SELECT x + 1; END;
CREATE OR REPLACE FUNCTION public.body(x integer)
RETURNS integer
LANGUAGE sql
STABLE STRICT SECURITY DEFINER PARALLEL SAFE COST 7
SET search_path = ''
SET work_mem = '5MB'
AS $function$SELECT x + 1$function$;
CREATE PROCEDURE public.done(INOUT x integer)
LANGUAGE plpgsql
AS $function$ BEGIN x := 1; END $function$;
CREATE FUNCTION public.listed(OUT a integer, VARIADIC b text[])
RETURNS integer
LANGUAGE plpgsql
AS $function$ BEGIN a := 1; END $function$;
CREATE FUNCTION public.rows()
RETURNS SETOF public.t
LANGUAGE sql
AS $function$SELECT * FROM public.t$function$;
CREATE FUNCTION public.short(x integer)
RETURNS integer
LANGUAGE sql
RETURN x + 1;
CREATE FUNCTION public.tabled(k bigint)
RETURNS TABLE (id bigint, d text)
LANGUAGE sql
AS $function$SELECT id, d FROM public.t WHERE id = k$function$;
-- rewrite (a transaction: rewrite public.more)
DROP FUNCTION public.more(integer);
CREATE FUNCTION public.more(x integer, y text DEFAULT 'a')
RETURNS integer
LANGUAGE sql
AS $function$SELECT x$function$;
-- rewrite (a transaction: rewrite public.renamed)
DROP FUNCTION public.renamed(integer);
CREATE FUNCTION public.renamed(y integer)
RETURNS integer
LANGUAGE sql
AS $function$SELECT y$function$;
REVOKE EXECUTE ON FUNCTION public.renamed(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.renamed(integer) TO app;
-- switch (a transaction)
COMMENT ON FUNCTION public.renamed(integer) IS 'kept';
-- rewrite (a transaction: rewrite public.returned)
DROP FUNCTION public.returned(integer);
CREATE FUNCTION public.returned(x integer)
RETURNS bigint
LANGUAGE sql
AS $function$SELECT x$function$;
-- expand (a transaction)
CREATE TABLE public.uses (
    id integer DEFAULT public.returned(1)
);
-- contract (a transaction)
DROP FUNCTION public.gone(integer);

-- [down]
-- expand (a transaction)
CREATE OR REPLACE FUNCTION public.body(x integer)
RETURNS integer
LANGUAGE sql
AS $function$SELECT x$function$;
CREATE FUNCTION public.gone(x integer)
RETURNS integer
LANGUAGE sql
AS $function$SELECT x$function$;
-- rewrite (a transaction: rewrite public.more)
DROP FUNCTION public.more(integer, text);
CREATE FUNCTION public.more(x integer)
RETURNS integer
LANGUAGE sql
AS $function$SELECT x$function$;
-- rewrite (a transaction: rewrite public.renamed)
DROP FUNCTION public.renamed(integer);
CREATE FUNCTION public.renamed(x integer)
RETURNS integer
LANGUAGE sql
AS $function$SELECT x$function$;
REVOKE EXECUTE ON FUNCTION public.renamed(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.renamed(integer) TO app;
-- switch (a transaction)
COMMENT ON FUNCTION public.renamed(integer) IS 'kept';
-- contract (a transaction)
DROP TABLE public.uses;
-- rewrite (a transaction: rewrite public.returned)
DROP FUNCTION public.returned(integer);
CREATE FUNCTION public.returned(x integer)
RETURNS integer
LANGUAGE sql
AS $function$SELECT x$function$;
-- contract (a transaction)
DROP FUNCTION public.atomic(integer);
DROP PROCEDURE public.done(integer);
DROP FUNCTION public.listed(text[]);
DROP FUNCTION public.rows();
DROP FUNCTION public.short(integer);
DROP FUNCTION public.tabled(bigint);
ALTER TABLE public.t DROP COLUMN d;
