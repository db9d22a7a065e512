-- [old]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));

-- [new]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
ALTER TABLE public.a ADD CONSTRAINT a_b_key UNIQUE (b);
ALTER TABLE public.a ADD CONSTRAINT a_d_key UNIQUE NULLS NOT DISTINCT (d, b) INCLUDE (c) DEFERRABLE INITIALLY DEFERRED;

-- [rows]
INSERT INTO public.a SELECT n, 'b' || n, 'c', n FROM generate_series(1, 5) AS n;
