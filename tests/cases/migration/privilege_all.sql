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
