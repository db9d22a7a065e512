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

-- [hazards]
AUTHZ_NARROWS
AUTHZ_WIDENS
BEHAVIOUR_CHANGE
TENANT_ISOLATION
UNTRACKED_DEPENDENCY

-- [up]
-- rewrite (a transaction: rewrite public.sure)
ALTER TABLE public.t DROP CONSTRAINT t_check;
DROP INDEX public.t_sure_idx;
DROP FUNCTION public.sure(text);
CREATE FUNCTION public.sure(y text)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT true$function$;
ALTER TABLE public.t ADD CONSTRAINT t_check CHECK (public.sure(c));
CREATE INDEX t_sure_idx ON public.t ((public.sure(c)));
-- rewrite (a transaction: rewrite public.who)
DROP VIEW public.v;
DROP POLICY open ON public.t;
DROP POLICY wall ON public.t;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
DROP FUNCTION public.who();
CREATE FUNCTION public.who(fallback text DEFAULT 'x')
RETURNS text
LANGUAGE sql
STABLE
AS $function$ SELECT coalesce(current_setting('app.who', true), fallback) $function$;
CREATE VIEW public.v AS
SELECT id, public.who() AS who FROM public.t;
CREATE POLICY wall ON public.t AS RESTRICTIVE FOR ALL TO PUBLIC USING (a = public.who());
CREATE POLICY open ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (b = (SELECT public.who('y')));
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.who();

-- [down]
-- rewrite (a transaction: rewrite public.sure)
ALTER TABLE public.t DROP CONSTRAINT t_check;
DROP INDEX public.t_sure_idx;
DROP FUNCTION public.sure(text);
CREATE FUNCTION public.sure(x text)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT true$function$;
ALTER TABLE public.t ADD CONSTRAINT t_check CHECK (public.sure(c));
CREATE INDEX t_sure_idx ON public.t ((public.sure(c)));
-- rewrite (a transaction: rewrite public.who)
DROP VIEW public.v;
DROP POLICY open ON public.t;
DROP POLICY wall ON public.t;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
DROP FUNCTION public.who(text);
CREATE FUNCTION public.who()
RETURNS text
LANGUAGE sql
STABLE
AS $function$ SELECT current_setting('app.who') $function$;
CREATE VIEW public.v AS
SELECT id, public.who() AS who FROM public.t;
CREATE POLICY wall ON public.t AS RESTRICTIVE FOR ALL TO PUBLIC USING (a = public.who());
CREATE POLICY open ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (b = (SELECT public.who()));
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.who();
