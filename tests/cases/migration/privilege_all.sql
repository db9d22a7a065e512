-- [old]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE SCHEMA s;
CREATE SEQUENCE public.q;
CREATE TYPE public.e AS ENUM ('x');
CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
REVOKE ALL ON FUNCTION public.f() FROM PUBLIC;
GRANT USAGE ON SCHEMA s TO app;
GRANT SELECT ON TABLE public.t TO app;
GRANT INSERT (a, b), UPDATE (a) ON TABLE public.t TO app;
GRANT ALL ON TABLE public.t TO admin;
GRANT SELECT (a) ON TABLE public.t TO readonly;
GRANT DELETE ON TABLE public.t TO keeper WITH GRANT OPTION;

-- [new]
CREATE TABLE public.t (id bigint, a text, b text, c text, d text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE SCHEMA s;
CREATE SEQUENCE public.q;
CREATE TYPE public.e AS ENUM ('x');
CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION public.g() RETURNS integer LANGUAGE sql AS 'SELECT 1';
REVOKE ALL ON FUNCTION public.g() FROM PUBLIC;
REVOKE USAGE ON TYPE public.e FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.g() TO app;
GRANT USAGE, CREATE ON SCHEMA s TO readonly;
GRANT USAGE ON SEQUENCE public.q TO app;
GRANT SELECT (a, b) ON TABLE public.t TO app;
GRANT INSERT (a, d), UPDATE ON TABLE public.t TO app;
GRANT SELECT ON TABLE public.t TO readonly;
GRANT DELETE ON TABLE public.t TO keeper;
GRANT TRUNCATE ON TABLE public.t TO keeper WITH GRANT OPTION;
CREATE TABLE public.n (id bigint);
GRANT SELECT ON TABLE public.n TO app;

-- [hazards]
AUTHZ_NARROWS
AUTHZ_WIDENS

-- [up]
-- roles (a transaction)
GRANT ALL ON SCHEMA s TO readonly;
-- expand (a transaction)
CREATE TABLE public.n (
    id bigint
);
ALTER TABLE public.t ADD COLUMN d text;
CREATE FUNCTION public.g()
RETURNS integer
LANGUAGE sql
AS $function$SELECT 1$function$;
REVOKE EXECUTE ON FUNCTION public.g() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.g() TO app;
GRANT SELECT ON TABLE public.n TO app;
REVOKE USAGE ON TYPE public.e FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.f() TO PUBLIC;
-- switch (a transaction: privileges public.t)
REVOKE ALL ON TABLE public.t FROM admin;
REVOKE INSERT (b), SELECT, UPDATE (a) ON TABLE public.t FROM app;
GRANT INSERT (d), SELECT (a, b), UPDATE ON TABLE public.t TO app;
REVOKE GRANT OPTION FOR DELETE ON TABLE public.t FROM keeper;
GRANT TRUNCATE ON TABLE public.t TO keeper WITH GRANT OPTION;
REVOKE SELECT (a) ON TABLE public.t FROM readonly;
GRANT SELECT ON TABLE public.t TO readonly;
-- switch (a transaction)
GRANT USAGE ON SEQUENCE public.q TO app;
-- retire (a transaction)
REVOKE USAGE ON SCHEMA s FROM app;

-- [down]
-- roles (a transaction)
GRANT USAGE ON SCHEMA s TO app;
-- switch (a transaction)
GRANT USAGE ON TYPE public.e TO PUBLIC;
REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC;
-- switch (a transaction: privileges public.t)
GRANT ALL ON TABLE public.t TO admin;
REVOKE INSERT (d), SELECT (a, b), UPDATE ON TABLE public.t FROM app;
GRANT INSERT (b), SELECT, UPDATE (a) ON TABLE public.t TO app;
REVOKE TRUNCATE ON TABLE public.t FROM keeper;
GRANT DELETE ON TABLE public.t TO keeper WITH GRANT OPTION;
REVOKE SELECT ON TABLE public.t FROM readonly;
GRANT SELECT (a) ON TABLE public.t TO readonly;
-- switch (a transaction)
REVOKE USAGE ON SEQUENCE public.q FROM app;
-- contract (a transaction)
DROP TABLE public.n;
ALTER TABLE public.t DROP COLUMN d;
DROP FUNCTION public.g();
-- retire (a transaction)
REVOKE ALL ON SCHEMA s FROM readonly;
