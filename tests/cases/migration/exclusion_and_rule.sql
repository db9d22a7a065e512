-- [old]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
ALTER TABLE public.t ADD CONSTRAINT t_excl EXCLUDE USING btree (id WITH =);
CREATE RULE r AS ON DELETE TO public.t DO INSTEAD NOTHING;

-- [new]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
ALTER TABLE public.t ADD CONSTRAINT t_excl EXCLUDE USING btree (id WITH =, a WITH =);
CREATE RULE r AS ON DELETE TO public.t WHERE (old.id = 1) DO INSTEAD NOTHING;
