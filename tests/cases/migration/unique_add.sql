-- [old]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));

-- [new]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
ALTER TABLE public.a ADD CONSTRAINT a_b_key UNIQUE (b);
ALTER TABLE public.a ADD CONSTRAINT a_d_key UNIQUE NULLS NOT DISTINCT (d, b) INCLUDE (c) DEFERRABLE INITIALLY DEFERRED;

-- [rows]
INSERT INTO public.a SELECT n, 'b' || n, 'c', n FROM generate_series(1, 5) AS n;

-- [hazards]
INDEX_BUILD
MAY_FAIL_ON_DATA
NOT_TRANSACTIONAL

-- [up]
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY a_b_key ON public.a (b);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY a_d_key ON public.a (d, b) INCLUDE (c) NULLS NOT DISTINCT;
-- switch (a transaction)
ALTER TABLE public.a ADD CONSTRAINT a_b_key UNIQUE USING INDEX a_b_key;
ALTER TABLE public.a ADD CONSTRAINT a_d_key UNIQUE USING INDEX a_d_key DEFERRABLE INITIALLY DEFERRED;

-- [down]
-- switch (a transaction: keys public.a)
ALTER TABLE public.a DROP CONSTRAINT a_b_key;
ALTER TABLE public.a DROP CONSTRAINT a_d_key;
