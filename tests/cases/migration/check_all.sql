-- [old]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
ALTER TABLE public.a ADD CONSTRAINT a_c_check CHECK (c <> '');
ALTER TABLE public.a ADD CONSTRAINT a_d_check CHECK (d > 0);
ALTER TABLE public.a ADD CONSTRAINT a_v_check CHECK (d < 99) NOT VALID;
ALTER TABLE public.a ADD CONSTRAINT a_w_check CHECK (d < 98);

-- [new]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
ALTER TABLE public.a ADD CONSTRAINT a_b_check CHECK (length(b) < 9);
ALTER TABLE public.a ADD CONSTRAINT a_d_check CHECK (d >= 0 AND (c IS NOT NULL OR d IN (1, 2)));
ALTER TABLE public.a ADD CONSTRAINT a_v_check CHECK (d < 99);
ALTER TABLE public.a ADD CONSTRAINT a_w_check CHECK (d < 98) NO INHERIT;

-- [rows]
INSERT INTO public.a SELECT n, 'b' || n, 'c', n FROM generate_series(1, 5) AS n;
