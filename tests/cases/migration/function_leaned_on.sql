-- [old]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE FUNCTION public.who() RETURNS text LANGUAGE sql STABLE AS $$ SELECT current_setting('app.who') $$;
CREATE FUNCTION public.sure(x text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE POLICY wall ON public.t AS RESTRICTIVE USING (a = public.who());
CREATE POLICY open ON public.t USING (b = (SELECT public.who()));
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;
ALTER TABLE public.t ADD CONSTRAINT t_check CHECK (public.sure(c));
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.who();
CREATE VIEW public.v AS SELECT id, public.who() AS who FROM public.t;
CREATE INDEX t_sure_idx ON public.t (public.sure(c));

-- [new]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE FUNCTION public.who(fallback text DEFAULT 'x') RETURNS text LANGUAGE sql STABLE AS $$ SELECT coalesce(current_setting('app.who', true), fallback) $$;
CREATE FUNCTION public.sure(y text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE POLICY wall ON public.t AS RESTRICTIVE USING (a = public.who());
CREATE POLICY open ON public.t USING (b = (SELECT public.who('y')));
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;
ALTER TABLE public.t ADD CONSTRAINT t_check CHECK (public.sure(c));
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.who();
CREATE VIEW public.v AS SELECT id, public.who() AS who FROM public.t;
CREATE INDEX t_sure_idx ON public.t (public.sure(c));
