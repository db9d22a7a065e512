-- [old]
CREATE TABLE public.t (id bigint, org text, own text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE POLICY gone ON public.t USING (true);
CREATE POLICY wall ON public.t AS RESTRICTIVE USING (org = current_setting('app.org'));
CREATE POLICY open ON public.t FOR SELECT TO app USING (own = 'a');
CREATE POLICY flips ON public.t AS RESTRICTIVE FOR UPDATE TO app USING (own = 'a') WITH CHECK (own = 'b');
CREATE POLICY loses ON public.t FOR UPDATE TO app USING (own = 'a') WITH CHECK (own = 'b');
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;

-- [new]
CREATE TABLE public.t (id bigint, org text, own text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE POLICY comes ON public.t AS RESTRICTIVE FOR DELETE TO app, readonly USING (own = 'c');
CREATE POLICY wall ON public.t AS RESTRICTIVE USING (org = current_setting('app.org') AND id > 0) WITH CHECK (org = current_setting('app.org'));
CREATE POLICY open ON public.t FOR SELECT TO app, readonly USING (own = 'a' OR id = 1);
CREATE POLICY flips ON public.t AS PERMISSIVE FOR UPDATE TO app USING (own = 'a') WITH CHECK (own = 'b');
CREATE POLICY loses ON public.t FOR UPDATE TO app USING (own = 'a');
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;

-- [hazards]
AUTHZ_NARROWS
AUTHZ_WIDENS

-- [up]
-- switch (a transaction: policies public.t)
CREATE POLICY comes ON public.t AS RESTRICTIVE FOR DELETE TO app, readonly USING (own = 'c');
ALTER POLICY flips ON public.t RENAME TO crmgen_old_flips;
DROP POLICY gone ON public.t;
ALTER POLICY loses ON public.t RENAME TO crmgen_old_loses;
DROP POLICY crmgen_old_loses ON public.t;
ALTER POLICY wall ON public.t USING (org = current_setting('app.org') AND id > 0) WITH CHECK (org = current_setting('app.org'));
CREATE POLICY flips ON public.t AS PERMISSIVE FOR UPDATE TO app USING (own = 'a') WITH CHECK (own = 'b');
DROP POLICY crmgen_old_flips ON public.t;
CREATE POLICY loses ON public.t AS PERMISSIVE FOR UPDATE TO app USING (own = 'a');
ALTER POLICY open ON public.t TO app, readonly USING (own = 'a' OR id = 1);

-- [down]
-- switch (a transaction: policies public.t)
ALTER POLICY flips ON public.t RENAME TO crmgen_old_flips;
CREATE POLICY flips ON public.t AS RESTRICTIVE FOR UPDATE TO app USING (own = 'a') WITH CHECK (own = 'b');
DROP POLICY crmgen_old_flips ON public.t;
ALTER POLICY wall ON public.t RENAME TO crmgen_old_wall;
CREATE POLICY wall ON public.t AS RESTRICTIVE FOR ALL TO PUBLIC USING (org = current_setting('app.org'));
DROP POLICY comes ON public.t;
CREATE POLICY gone ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (true);
ALTER POLICY loses ON public.t WITH CHECK (own = 'b');
ALTER POLICY open ON public.t TO app USING (own = 'a');
DROP POLICY crmgen_old_wall ON public.t;
