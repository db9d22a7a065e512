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
