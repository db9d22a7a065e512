-- [old]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));

-- [new]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE INDEX a_b_idx ON public.a (b);
CREATE INDEX a_lower_idx ON public.a (lower(b) text_pattern_ops, d DESC NULLS LAST) INCLUDE (c) WHERE d > 0;
CREATE UNIQUE INDEX a_d_idx ON public.a (d) NULLS NOT DISTINCT WITH (fillfactor = 70);
CREATE INDEX "A b" ON public.a USING hash (c);

-- [rows]
INSERT INTO public.a SELECT n, 'b' || n, 'c', n FROM generate_series(1, 5) AS n;

-- [hazards]
INDEX_BUILD
MAY_FAIL_ON_DATA
NOT_TRANSACTIONAL

-- [up]
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY "A b" ON public.a USING hash (c);
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY a_b_idx ON public.a (b);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY a_d_idx ON public.a (d) NULLS NOT DISTINCT WITH (fillfactor = 70);
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY a_lower_idx ON public.a ((lower(b)) text_pattern_ops, d DESC NULLS LAST) INCLUDE (c) WHERE d > 0;

-- [down]
-- contract (outside a transaction)
DROP INDEX CONCURRENTLY public."A b";
-- contract (outside a transaction)
DROP INDEX CONCURRENTLY public.a_b_idx;
-- contract (outside a transaction)
DROP INDEX CONCURRENTLY public.a_d_idx;
-- contract (outside a transaction)
DROP INDEX CONCURRENTLY public.a_lower_idx;
