-- [old]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE UNIQUE INDEX a_b_key ON public.a (b);
CREATE UNIQUE INDEX a_c_key ON public.a (d, c) WHERE d > 0;
ALTER TABLE public.a ADD CONSTRAINT a_d_key UNIQUE (d);

-- [new]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
ALTER TABLE public.a ADD CONSTRAINT a_b_key UNIQUE (b);
ALTER TABLE public.a ADD CONSTRAINT a_c_key UNIQUE (d, c);
CREATE UNIQUE INDEX a_d_key ON public.a (d);

-- [rows]
INSERT INTO public.a SELECT n, 'b' || n, 'c', n FROM generate_series(1, 5) AS n;

-- [hazards]
INDEX_BUILD
MAY_FAIL_ON_DATA
NOT_TRANSACTIONAL

-- [up]
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_c_key ON public.a (d, c);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_d_key ON public.a (d);
-- switch (a transaction: keys public.a)
ALTER TABLE public.a ADD CONSTRAINT a_b_key UNIQUE USING INDEX a_b_key;
DROP INDEX public.a_c_key;
ALTER TABLE public.a ADD CONSTRAINT a_c_key UNIQUE USING INDEX crmgen_new_a_c_key;
ALTER TABLE public.a DROP CONSTRAINT a_d_key;
ALTER INDEX public.crmgen_new_a_d_key RENAME TO a_d_key;

-- [down]
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_b_key ON public.a (b);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_c_key ON public.a (d, c) WHERE d > 0;
-- switch (a transaction: keys public.a)
ALTER TABLE public.a DROP CONSTRAINT a_b_key;
ALTER INDEX public.crmgen_new_a_b_key RENAME TO a_b_key;
ALTER TABLE public.a DROP CONSTRAINT a_c_key;
ALTER INDEX public.crmgen_new_a_c_key RENAME TO a_c_key;
ALTER TABLE public.a ADD CONSTRAINT a_d_key UNIQUE USING INDEX a_d_key;
