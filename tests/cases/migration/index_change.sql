-- [old]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE INDEX a_b_idx ON public.a (b);
CREATE UNIQUE INDEX a_d_idx ON public.a (d);
CREATE INDEX a_x_idx ON public.a (c);

-- [new]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, e integer, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE INDEX a_b_idx ON public.a (b, d) WHERE c IS NOT NULL;
CREATE UNIQUE INDEX a_d_idx ON public.a (d DESC);
CREATE INDEX a_x_idx ON public.a (c, e);

-- [rows]
INSERT INTO public.a SELECT n, 'b' || n, 'c', n FROM generate_series(1, 5) AS n;

-- [hazards]
INDEX_BUILD
MAY_FAIL_ON_DATA
NOT_TRANSACTIONAL

-- [up]
-- expand (a transaction)
ALTER TABLE public.a ADD COLUMN e integer;
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY crmgen_new_a_b_idx ON public.a (b, d) WHERE c IS NOT NULL;
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_d_idx ON public.a (d DESC);
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY crmgen_new_a_x_idx ON public.a (c, e);
-- switch (a transaction: keys public.a)
DROP INDEX public.a_b_idx;
ALTER INDEX public.crmgen_new_a_b_idx RENAME TO a_b_idx;
DROP INDEX public.a_d_idx;
ALTER INDEX public.crmgen_new_a_d_idx RENAME TO a_d_idx;
DROP INDEX public.a_x_idx;
ALTER INDEX public.crmgen_new_a_x_idx RENAME TO a_x_idx;

-- [down]
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY crmgen_new_a_b_idx ON public.a (b);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_d_idx ON public.a (d);
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY crmgen_new_a_x_idx ON public.a (c);
-- switch (a transaction: keys public.a)
DROP INDEX public.a_b_idx;
ALTER INDEX public.crmgen_new_a_b_idx RENAME TO a_b_idx;
DROP INDEX public.a_d_idx;
ALTER INDEX public.crmgen_new_a_d_idx RENAME TO a_d_idx;
DROP INDEX public.a_x_idx;
ALTER INDEX public.crmgen_new_a_x_idx RENAME TO a_x_idx;
-- contract (a transaction)
ALTER TABLE public.a DROP COLUMN e;
