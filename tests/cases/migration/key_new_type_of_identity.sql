-- [old]
CREATE TABLE public.a (id integer NOT NULL, code text NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE TABLE public.b (id integer NOT NULL, a_id integer, CONSTRAINT b_pkey PRIMARY KEY (id), CONSTRAINT b_a_fkey FOREIGN KEY (a_id) REFERENCES public.a (id) ON DELETE CASCADE);
CREATE INDEX b_a_idx ON public.b (a_id);

-- [new]
CREATE TABLE public.a (id bigint NOT NULL, code text NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (code), CONSTRAINT a_id_key UNIQUE (id));
CREATE TABLE public.b (id integer NOT NULL, a_id bigint, CONSTRAINT b_pkey PRIMARY KEY (id), CONSTRAINT b_a_fkey FOREIGN KEY (a_id) REFERENCES public.a (id) ON DELETE SET NULL);
CREATE INDEX b_a_idx ON public.b (a_id) WHERE a_id > 0;

-- [rows]
INSERT INTO public.a VALUES (1, 'x'); INSERT INTO public.b VALUES (1, 1);

-- [hazards]
BEHAVIOUR_CHANGE
INDEX_BUILD
LOCKS_ALL
MAY_FAIL_ON_DATA
NOT_TRANSACTIONAL
REWRITES_TABLE

-- [up]
-- rewrite (a transaction: rewrite public.a)
ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;
ALTER TABLE public.a ALTER COLUMN id TYPE bigint;
ALTER TABLE public.b ALTER COLUMN a_id TYPE bigint;
ALTER TABLE public.a DROP CONSTRAINT a_pkey;
ALTER TABLE public.a ADD CONSTRAINT a_id_key UNIQUE (id);
ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a_id) REFERENCES public.a (id) ON DELETE SET NULL;
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY (code);
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY crmgen_new_b_a_idx ON public.b (a_id) WHERE a_id > 0;
-- switch (a transaction: index public.b_a_idx)
DROP INDEX public.b_a_idx;
ALTER INDEX public.crmgen_new_b_a_idx RENAME TO b_a_idx;

-- [down]
-- rewrite (a transaction: rewrite public.a)
ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;
ALTER TABLE public.a ALTER COLUMN id TYPE integer;
DROP INDEX public.b_a_idx;
ALTER TABLE public.b ALTER COLUMN a_id TYPE integer;
CREATE INDEX b_a_idx ON public.b (a_id);
ALTER TABLE public.a DROP CONSTRAINT a_id_key;
ALTER TABLE public.a DROP CONSTRAINT a_pkey;
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);
ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a_id) REFERENCES public.a (id) ON DELETE CASCADE;
