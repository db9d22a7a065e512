-- [old]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (id), CONSTRAINT a_two_key UNIQUE (id, d));
CREATE TABLE public.f (a bigint, d integer, CONSTRAINT f_a_fkey FOREIGN KEY (a) REFERENCES public.a (id), CONSTRAINT f_two_fkey FOREIGN KEY (d, a) REFERENCES public.a (d, id));
CREATE TABLE public.g (x text NOT NULL, y text NOT NULL, CONSTRAINT g_pkey PRIMARY KEY (x));

-- [new]
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (d, id), CONSTRAINT a_id_key UNIQUE (id));
CREATE TABLE public.f (a bigint, d integer, CONSTRAINT f_a_fkey FOREIGN KEY (a) REFERENCES public.a (id), CONSTRAINT f_two_fkey FOREIGN KEY (d, a) REFERENCES public.a (d, id));
CREATE TABLE public.g (x text, y text NOT NULL, CONSTRAINT g_y_pk PRIMARY KEY (y));

-- [rows]
INSERT INTO public.a SELECT n, 'b' || n, 'c', n FROM generate_series(1, 5) AS n; INSERT INTO public.f VALUES (1, 1), (2, NULL); INSERT INTO public.g VALUES ('x', 'y');

-- [hazards]
INDEX_BUILD
INTEGRITY_LOOSENED
MAY_FAIL_ON_DATA
NOT_TRANSACTIONAL

-- [up]
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY a_id_key ON public.a (id);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_pkey ON public.a (d, id);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY g_y_pk ON public.g (y);
-- switch (a transaction: keys public.a)
ALTER TABLE public.f DROP CONSTRAINT f_a_fkey;
ALTER TABLE public.a DROP CONSTRAINT a_pkey;
ALTER TABLE public.a ADD CONSTRAINT a_id_key UNIQUE USING INDEX a_id_key;
ALTER TABLE public.f ADD CONSTRAINT f_a_fkey FOREIGN KEY (a) REFERENCES public.a (id) NOT VALID;
ALTER TABLE public.f DROP CONSTRAINT f_two_fkey;
ALTER TABLE public.a DROP CONSTRAINT a_two_key;
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX crmgen_new_a_pkey;
ALTER TABLE public.f ADD CONSTRAINT f_two_fkey FOREIGN KEY (d, a) REFERENCES public.a (d, id) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.f VALIDATE CONSTRAINT f_a_fkey;
-- validate (a transaction)
ALTER TABLE public.f VALIDATE CONSTRAINT f_two_fkey;
-- switch (a transaction: keys public.g)
ALTER TABLE public.g DROP CONSTRAINT g_pkey;
ALTER TABLE public.g ADD CONSTRAINT g_y_pk PRIMARY KEY USING INDEX g_y_pk;
-- switch (a transaction)
ALTER TABLE public.g ALTER COLUMN x DROP NOT NULL;

-- [down]
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_pkey ON public.a (id);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY a_two_key ON public.a (id, d);
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY g_pkey ON public.g (x);
-- validate (a transaction)
ALTER TABLE public.g ADD CONSTRAINT crmgen_not_null_x CHECK (x IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.g VALIDATE CONSTRAINT crmgen_not_null_x;
-- switch (a transaction)
ALTER TABLE public.g ALTER COLUMN x SET NOT NULL;
ALTER TABLE public.g DROP CONSTRAINT crmgen_not_null_x;
-- switch (a transaction: keys public.a)
ALTER TABLE public.f DROP CONSTRAINT f_a_fkey;
ALTER TABLE public.a DROP CONSTRAINT a_id_key;
ALTER TABLE public.f DROP CONSTRAINT f_two_fkey;
ALTER TABLE public.a DROP CONSTRAINT a_pkey;
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX crmgen_new_a_pkey;
ALTER TABLE public.f ADD CONSTRAINT f_a_fkey FOREIGN KEY (a) REFERENCES public.a (id) NOT VALID;
ALTER TABLE public.a ADD CONSTRAINT a_two_key UNIQUE USING INDEX a_two_key;
ALTER TABLE public.f ADD CONSTRAINT f_two_fkey FOREIGN KEY (d, a) REFERENCES public.a (d, id) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.f VALIDATE CONSTRAINT f_a_fkey;
-- validate (a transaction)
ALTER TABLE public.f VALIDATE CONSTRAINT f_two_fkey;
-- switch (a transaction: keys public.g)
ALTER TABLE public.g DROP CONSTRAINT g_y_pk;
ALTER TABLE public.g ADD CONSTRAINT g_pkey PRIMARY KEY USING INDEX g_pkey;
