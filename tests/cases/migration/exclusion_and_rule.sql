-- [old]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
ALTER TABLE public.t ADD CONSTRAINT t_excl EXCLUDE USING btree (id WITH =);
CREATE RULE r AS ON DELETE TO public.t DO INSTEAD NOTHING;

-- [new]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
ALTER TABLE public.t ADD CONSTRAINT t_excl EXCLUDE USING btree (id WITH =, a WITH =);
CREATE RULE r AS ON DELETE TO public.t WHERE (old.id = 1) DO INSTEAD NOTHING;

-- [hazards]
BEHAVIOUR_CHANGE
LOCKS_ALL
MAY_FAIL_ON_DATA

-- [up]
-- switch (a transaction: part public.t.t_excl)
ALTER TABLE public.t DROP CONSTRAINT t_excl;
ALTER TABLE public.t ADD CONSTRAINT t_excl EXCLUDE (id WITH =, a WITH =);
-- switch (a transaction: part public.t.r)
DROP RULE r ON public.t;
CREATE RULE r AS ON DELETE TO public.t WHERE old.id = 1 DO INSTEAD NOTHING;

-- [down]
-- switch (a transaction: part public.t.t_excl)
ALTER TABLE public.t DROP CONSTRAINT t_excl;
ALTER TABLE public.t ADD CONSTRAINT t_excl EXCLUDE (id WITH =);
-- switch (a transaction: part public.t.r)
DROP RULE r ON public.t;
CREATE RULE r AS ON DELETE TO public.t DO INSTEAD NOTHING;
