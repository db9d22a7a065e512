-- [old]
CREATE TABLE public.t (id bigint, org text, own text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE POLICY p ON public.t USING (own = 'a');
CREATE POLICY q ON public.t USING (own = 'b');
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;

-- [new]
CREATE TABLE public.t (id bigint, org text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE POLICY p ON public.t USING (org = 'a');
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;

-- [lossy]
the column comes back empty

-- [hazards]
AUTHZ_NARROWS
AUTHZ_WIDENS
DELETES_DATA

-- [up]
-- switch (a transaction: policies public.t)
DROP POLICY q ON public.t;
ALTER POLICY p ON public.t USING (org = 'a');
-- contract (a transaction)
ALTER TABLE public.t DROP COLUMN own;

-- [down]
-- expand (a transaction)
ALTER TABLE public.t ADD COLUMN own text;
-- switch (a transaction: policies public.t)
ALTER POLICY p ON public.t USING (own = 'a');
CREATE POLICY q ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (own = 'b');
