-- [old]
CREATE TABLE public.u (id bigint NOT NULL, k text NOT NULL, CONSTRAINT u_pkey PRIMARY KEY (id), CONSTRAINT u_k_key UNIQUE (k));
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
ALTER TABLE public.a ADD CONSTRAINT a_drop_fkey FOREIGN KEY (b) REFERENCES public.u (k);
ALTER TABLE public.a ADD CONSTRAINT a_change_fkey FOREIGN KEY (id) REFERENCES public.u (id);
ALTER TABLE public.a ADD CONSTRAINT a_late_fkey FOREIGN KEY (id) REFERENCES public.u (id);
ALTER TABLE public.a ADD CONSTRAINT a_valid_fkey FOREIGN KEY (id) REFERENCES public.u (id) NOT VALID;
ALTER TABLE public.a ADD CONSTRAINT a_self_fkey FOREIGN KEY (id) REFERENCES public.a (id);

-- [new]
CREATE TABLE public.u (id bigint NOT NULL, k text NOT NULL, CONSTRAINT u_pkey PRIMARY KEY (id), CONSTRAINT u_k_key UNIQUE (k));
CREATE TABLE public.a (id bigint NOT NULL, b text, c text, d integer, CONSTRAINT a_pkey PRIMARY KEY (id));
ALTER TABLE public.a ADD CONSTRAINT a_add_fkey FOREIGN KEY (id) REFERENCES public.u (id) ON DELETE SET NULL (id);
ALTER TABLE public.a ADD CONSTRAINT a_change_fkey FOREIGN KEY (id) REFERENCES public.u (id) MATCH FULL ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE public.a ADD CONSTRAINT a_late_fkey FOREIGN KEY (id) REFERENCES public.u (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE public.a ADD CONSTRAINT a_valid_fkey FOREIGN KEY (id) REFERENCES public.u (id);
CREATE TABLE public.n (a bigint, CONSTRAINT n_a_fkey FOREIGN KEY (a) REFERENCES public.a (id) ON DELETE CASCADE);

-- [rows]
INSERT INTO public.u SELECT n, 'b' || n FROM generate_series(1, 5) AS n; INSERT INTO public.a SELECT n, 'b' || n, 'c', n FROM generate_series(1, 5) AS n;

-- [lossy]
constraints that were not valid come back so
