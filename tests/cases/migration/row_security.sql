-- [old]
CREATE TABLE public.t (id bigint, org text, own text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE TABLE public.v (id bigint, org text, own text, CONSTRAINT v_pkey PRIMARY KEY (id));
ALTER TABLE public.v ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.v FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON public.v USING (true);

-- [new]
CREATE TABLE public.t (id bigint, org text, own text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE POLICY wall ON public.t USING (org = current_setting('app.org'));
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;
CREATE TABLE public.v (id bigint, org text, own text, CONSTRAINT v_pkey PRIMARY KEY (id));
CREATE TABLE public.w (id bigint, org text, own text, CONSTRAINT w_pkey PRIMARY KEY (id));
CREATE POLICY wall ON public.w AS RESTRICTIVE FOR ALL TO PUBLIC USING (org = current_setting('app.org'));
ALTER TABLE public.w ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.w FORCE ROW LEVEL SECURITY;

-- [hazards]
AUTHZ_NARROWS
TENANT_ISOLATION

-- [up]
-- expand (a transaction)
CREATE TABLE public.w (
    id bigint NOT NULL,
    org text,
    own text,
    CONSTRAINT w_pkey PRIMARY KEY (id)
);
CREATE POLICY wall ON public.w AS RESTRICTIVE FOR ALL TO PUBLIC USING (org = current_setting('app.org'));
ALTER TABLE public.w ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.w FORCE ROW LEVEL SECURITY;
-- switch (a transaction: policies public.t)
CREATE POLICY wall ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (org = current_setting('app.org'));
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;
-- switch (a transaction: policies public.v)
DROP POLICY p ON public.v;
ALTER TABLE public.v DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.v NO FORCE ROW LEVEL SECURITY;

-- [down]
-- switch (a transaction: policies public.t)
DROP POLICY wall ON public.t;
ALTER TABLE public.t DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.t NO FORCE ROW LEVEL SECURITY;
-- switch (a transaction: policies public.v)
CREATE POLICY p ON public.v AS PERMISSIVE FOR ALL TO PUBLIC USING (true);
ALTER TABLE public.v ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.v FORCE ROW LEVEL SECURITY;
-- contract (a transaction)
DROP TABLE public.w;
