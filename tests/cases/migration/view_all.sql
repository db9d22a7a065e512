-- [old]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE VIEW public.gone AS SELECT id FROM public.t;
CREATE VIEW public.base AS SELECT id, a FROM public.t;
CREATE VIEW public.above AS SELECT id FROM public.base;
GRANT SELECT ON public.above TO app;
COMMENT ON VIEW public.above IS 'above';
CREATE VIEW public.secure AS SELECT id FROM public.t;
CREATE MATERIALIZED VIEW public.m AS SELECT id, b FROM public.t;
CREATE UNIQUE INDEX m_id_idx ON public.m (id);
CREATE VIEW public.narrows AS SELECT id, c FROM public.t;

-- [new]
CREATE TABLE public.t (id bigint, a text, b text, d text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE VIEW public.base AS SELECT a, id, d FROM public.t WHERE id > 0;
CREATE VIEW public.above AS SELECT id FROM public.base;
GRANT SELECT ON public.above TO app;
COMMENT ON VIEW public.above IS 'above';
CREATE VIEW public.secure WITH (security_invoker = true) AS SELECT id FROM public.t;
CREATE MATERIALIZED VIEW public.m AS SELECT id, a FROM public.t WITH NO DATA;
CREATE UNIQUE INDEX m_id_idx ON public.m (id);
CREATE INDEX m_a_idx ON public.m (a);
CREATE VIEW public.narrows AS SELECT id FROM public.t;
CREATE VIEW public.comes (x) AS SELECT id FROM public.base;

-- [rows]
INSERT INTO public.t VALUES (1, 'a', 'b', 'c');

-- [lossy]
a column comes back empty

-- [hazards]
AMBIGUOUS_RENAME
AUTHZ_WIDENS
BEHAVIOUR_CHANGE
DELETES_DATA
UNTRACKED_DEPENDENCY

-- [up]
-- expand (a transaction)
ALTER TABLE public.t ADD COLUMN d text;
-- switch (a transaction: views)
DROP VIEW public.above;
DROP VIEW public.base;
CREATE VIEW public.base AS
SELECT a, id, d FROM public.t WHERE id > 0;
CREATE VIEW public.above AS
SELECT id FROM public.base;
DROP MATERIALIZED VIEW public.m;
CREATE MATERIALIZED VIEW public.m AS
SELECT id, a FROM public.t
WITH NO DATA;
CREATE INDEX m_a_idx ON public.m (a);
CREATE UNIQUE INDEX m_id_idx ON public.m (id);
DROP VIEW public.narrows;
CREATE VIEW public.narrows AS
SELECT id FROM public.t;
DROP VIEW public.secure;
CREATE VIEW public.secure WITH (security_invoker = true) AS
SELECT id FROM public.t;
GRANT SELECT ON TABLE public.above TO app;
-- expand (a transaction)
CREATE VIEW public.comes (x) AS
SELECT id FROM public.base;
COMMENT ON VIEW public.above IS 'above';
-- contract (a transaction)
ALTER TABLE public.t DROP COLUMN c;
DROP VIEW public.gone;

-- [down]
-- expand (a transaction)
ALTER TABLE public.t ADD COLUMN c text;
CREATE VIEW public.gone AS
SELECT id FROM public.t;
-- contract (a transaction)
DROP VIEW public.comes;
-- switch (a transaction: views)
DROP VIEW public.above;
DROP VIEW public.base;
CREATE VIEW public.base AS
SELECT id, a FROM public.t;
CREATE VIEW public.above AS
SELECT id FROM public.base;
DROP MATERIALIZED VIEW public.m;
CREATE MATERIALIZED VIEW public.m AS
SELECT id, b FROM public.t;
CREATE UNIQUE INDEX m_id_idx ON public.m (id);
DROP VIEW public.narrows;
CREATE VIEW public.narrows AS
SELECT id, c FROM public.t;
DROP VIEW public.secure;
CREATE VIEW public.secure AS
SELECT id FROM public.t;
GRANT SELECT ON TABLE public.above TO app;
-- switch (a transaction)
COMMENT ON VIEW public.above IS 'above';
-- contract (a transaction)
ALTER TABLE public.t DROP COLUMN d;
