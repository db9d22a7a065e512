-- [old]
CREATE TABLE public.u (id bigint NOT NULL, k text NOT NULL, CONSTRAINT u_pkey PRIMARY KEY (id), CONSTRAINT u_k_key UNIQUE (k));
CREATE TABLE public.a (id integer, k text, CONSTRAINT a_u_fkey FOREIGN KEY (k) REFERENCES public.u (k));

-- [new]
CREATE TABLE public.u (id bigint NOT NULL, k text NOT NULL, CONSTRAINT u_pkey PRIMARY KEY (id));
CREATE TABLE public.a (id integer, k text, u bigint, CONSTRAINT a_u_fkey FOREIGN KEY (u) REFERENCES public.u (id));

-- [rows]
INSERT INTO public.u VALUES (1, 'k'); INSERT INTO public.a VALUES (1, 'k');

-- [hazards]
INTEGRITY_LOOSENED

-- [up]
-- expand (a transaction)
ALTER TABLE public.a ADD COLUMN u bigint;
ALTER TABLE public.a DROP CONSTRAINT a_u_fkey;
-- switch (a transaction: keys public.u)
ALTER TABLE public.u DROP CONSTRAINT u_k_key;
-- switch (a transaction)
ALTER TABLE public.a ADD CONSTRAINT a_u_fkey FOREIGN KEY (u) REFERENCES public.u (id) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT a_u_fkey;

-- [down]
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY u_k_key ON public.u (k);
-- switch (a transaction)
ALTER TABLE public.u ADD CONSTRAINT u_k_key UNIQUE USING INDEX u_k_key;
ALTER TABLE public.a ADD CONSTRAINT crmgen_new_a_u_fkey FOREIGN KEY (k) REFERENCES public.u (k) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT crmgen_new_a_u_fkey;
-- switch (a transaction: foreign key public.a.a_u_fkey)
ALTER TABLE public.a DROP CONSTRAINT a_u_fkey;
ALTER TABLE public.a RENAME CONSTRAINT crmgen_new_a_u_fkey TO a_u_fkey;
-- contract (a transaction)
ALTER TABLE public.a DROP COLUMN u;
