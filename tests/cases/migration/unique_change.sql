-- [old]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
ALTER TABLE public.a ADD CONSTRAINT a_b_key UNIQUE (b);
ALTER TABLE public.a ADD CONSTRAINT a_d_key UNIQUE (d);
CREATE TABLE public.f (d integer, CONSTRAINT f_d_fkey FOREIGN KEY (d) REFERENCES public.a (d) ON DELETE CASCADE);

-- [new]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
ALTER TABLE public.a ADD CONSTRAINT a_b_key UNIQUE (b, c);
ALTER TABLE public.a ADD CONSTRAINT a_d_key UNIQUE NULLS NOT DISTINCT (d);
CREATE TABLE public.f (d integer, CONSTRAINT f_d_fkey FOREIGN KEY (d) REFERENCES public.a (d) ON DELETE CASCADE);

-- [rows]
INSERT INTO public.a SELECT n, 'b' || n, 'c', n FROM generate_series(1, 5) AS n; INSERT INTO public.f VALUES (1), (NULL);

-- [hazards]
INDEX_BUILD
MAY_FAIL_ON_DATA
NOT_TRANSACTIONAL

-- [up]
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_b_key ON public.a (b, c);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_d_key ON public.a (d) NULLS NOT DISTINCT;
-- switch (a transaction: keys public.a)
ALTER TABLE public.a DROP CONSTRAINT a_b_key;
ALTER TABLE public.a ADD CONSTRAINT a_b_key UNIQUE USING INDEX crmgen_new_a_b_key;
ALTER TABLE public.f DROP CONSTRAINT f_d_fkey;
ALTER TABLE public.a DROP CONSTRAINT a_d_key;
ALTER TABLE public.a ADD CONSTRAINT a_d_key UNIQUE USING INDEX crmgen_new_a_d_key;
ALTER TABLE public.f ADD CONSTRAINT f_d_fkey FOREIGN KEY (d) REFERENCES public.a (d) ON DELETE CASCADE NOT VALID;
-- validate (a transaction)
ALTER TABLE public.f VALIDATE CONSTRAINT f_d_fkey;

-- [down]
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_b_key ON public.a (b);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_d_key ON public.a (d);
-- switch (a transaction: keys public.a)
ALTER TABLE public.a DROP CONSTRAINT a_b_key;
ALTER TABLE public.a ADD CONSTRAINT a_b_key UNIQUE USING INDEX crmgen_new_a_b_key;
ALTER TABLE public.f DROP CONSTRAINT f_d_fkey;
ALTER TABLE public.a DROP CONSTRAINT a_d_key;
ALTER TABLE public.a ADD CONSTRAINT a_d_key UNIQUE USING INDEX crmgen_new_a_d_key;
ALTER TABLE public.f ADD CONSTRAINT f_d_fkey FOREIGN KEY (d) REFERENCES public.a (d) ON DELETE CASCADE NOT VALID;
-- validate (a transaction)
ALTER TABLE public.f VALIDATE CONSTRAINT f_d_fkey;
