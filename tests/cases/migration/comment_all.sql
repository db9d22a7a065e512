-- [old]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
COMMENT ON TABLE public.t IS 'old';
COMMENT ON COLUMN public.t.a IS 'gone';
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'key';
CREATE INDEX t_a_idx ON public.t (a);
COMMENT ON INDEX public.t_a_idx IS 'kept';
CREATE TYPE public.e AS ENUM ('x');
CREATE POLICY p ON public.t USING (true);
COMMENT ON POLICY p ON public.t IS 'policy';

-- [new]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
COMMENT ON TABLE public.t IS 'it''s new';
COMMENT ON COLUMN public.t.b IS E'two\nlines';
CREATE INDEX t_a_idx ON public.t (a, b);
COMMENT ON INDEX public.t_a_idx IS 'kept';
CREATE TYPE public.e AS ENUM ('x');
COMMENT ON TYPE public.e IS 'type';
CREATE SCHEMA s;
COMMENT ON SCHEMA s IS 'schema';
CREATE POLICY p ON public.t FOR SELECT USING (true);
COMMENT ON POLICY p ON public.t IS 'policy';
