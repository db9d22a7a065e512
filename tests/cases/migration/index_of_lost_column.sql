-- [old]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE INDEX a_bc_idx ON public.a (b, c);
CREATE INDEX a_lower_idx ON public.a (lower(c));
CREATE UNIQUE INDEX a_c_idx ON public.a (c) WHERE d > 7;

-- [new]
CREATE TABLE public.a (id bigint NOT NULL, b text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE INDEX a_bc_idx ON public.a (b);

-- [rows]
INSERT INTO public.a SELECT n, 'b' || n, 'c', n FROM generate_series(1, 5) AS n;

-- [lossy]
the column comes back empty

-- [hazards]
DELETES_DATA
INDEX_BUILD
INDEX_DROPPED
INTEGRITY_LOOSENED
NOT_TRANSACTIONAL

-- [up]
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY crmgen_new_a_bc_idx ON public.a (b);
-- switch (a transaction: index public.a_bc_idx)
DROP INDEX public.a_bc_idx;
ALTER INDEX public.crmgen_new_a_bc_idx RENAME TO a_bc_idx;
-- contract (outside a transaction)
DROP INDEX CONCURRENTLY public.a_c_idx;
-- contract (outside a transaction)
DROP INDEX CONCURRENTLY public.a_lower_idx;
-- contract (a transaction)
ALTER TABLE public.a DROP COLUMN c;

-- [down]
-- expand (a transaction)
ALTER TABLE public.a ADD COLUMN c text;
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY crmgen_new_a_bc_idx ON public.a (b, c);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY a_c_idx ON public.a (c) WHERE d > 7;
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY a_lower_idx ON public.a ((lower(c)));
-- switch (a transaction: index public.a_bc_idx)
DROP INDEX public.a_bc_idx;
ALTER INDEX public.crmgen_new_a_bc_idx RENAME TO a_bc_idx;
