-- [old]
CREATE TABLE public.t (id bigint);
CREATE POLICY p ON public.t TO app USING (true);
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
GRANT SELECT, DELETE ON TABLE public.t TO app;
CREATE FUNCTION public.old_rule(x bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE POLICY q ON public.t AS RESTRICTIVE TO app USING (public.old_rule(id));
CREATE VIEW public.v AS SELECT id FROM public.t;

-- [new]
CREATE TABLE public.t (id bigint);
CREATE POLICY p ON public.t TO readonly USING (true);
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON TABLE public.t TO readonly;
CREATE FUNCTION public.new_rule(x bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE POLICY q ON public.t AS RESTRICTIVE TO readonly USING (public.new_rule(id));
CREATE MATERIALIZED VIEW public.v AS SELECT id FROM public.t;

-- [hazards]
AUTHZ_NARROWS
AUTHZ_WIDENS
BEHAVIOUR_CHANGE
UNTRACKED_DEPENDENCY

-- [up]
-- expand (a transaction)
CREATE FUNCTION public.new_rule(x bigint)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT true$function$;
-- switch (a transaction: policies public.t)
ALTER POLICY q ON public.t TO readonly USING (public.new_rule(id));
ALTER POLICY p ON public.t TO readonly;
-- switch (a transaction: views)
DROP VIEW public.v;
CREATE MATERIALIZED VIEW public.v AS
SELECT id FROM public.t;
-- switch (a transaction: privileges public.t)
REVOKE DELETE, SELECT ON TABLE public.t FROM app;
GRANT SELECT ON TABLE public.t TO readonly;
-- contract (a transaction)
DROP FUNCTION public.old_rule(bigint);

-- [down]
-- expand (a transaction)
CREATE FUNCTION public.old_rule(x bigint)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT true$function$;
-- switch (a transaction: policies public.t)
ALTER POLICY q ON public.t TO app USING (public.old_rule(id));
ALTER POLICY p ON public.t TO app;
-- switch (a transaction: views)
DROP MATERIALIZED VIEW public.v;
CREATE VIEW public.v AS
SELECT id FROM public.t;
-- switch (a transaction: privileges public.t)
GRANT DELETE, SELECT ON TABLE public.t TO app;
REVOKE SELECT ON TABLE public.t FROM readonly;
-- contract (a transaction)
DROP FUNCTION public.new_rule(bigint);
