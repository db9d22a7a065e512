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

-- [hazards]
BEHAVIOUR_CHANGE
INTEGRITY_LOOSENED
MAY_FAIL_ON_DATA

-- [up]
-- expand (a transaction)
CREATE TABLE public.n (
    a bigint
);
ALTER TABLE public.a ADD CONSTRAINT a_add_fkey FOREIGN KEY (id) REFERENCES public.u (id) ON DELETE SET NULL (id) NOT VALID;
ALTER TABLE public.a ADD CONSTRAINT crmgen_new_a_change_fkey FOREIGN KEY (id) REFERENCES public.u (id) MATCH FULL ON UPDATE CASCADE ON DELETE RESTRICT NOT VALID;
ALTER TABLE public.a DROP CONSTRAINT a_drop_fkey;
ALTER TABLE public.a DROP CONSTRAINT a_self_fkey;
ALTER TABLE public.n ADD CONSTRAINT n_a_fkey FOREIGN KEY (a) REFERENCES public.a (id) ON DELETE CASCADE;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT a_add_fkey;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT crmgen_new_a_change_fkey;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT a_valid_fkey;
-- switch (a transaction: foreign key public.a.a_change_fkey)
ALTER TABLE public.a DROP CONSTRAINT a_change_fkey;
ALTER TABLE public.a RENAME CONSTRAINT crmgen_new_a_change_fkey TO a_change_fkey;
-- switch (a transaction)
ALTER TABLE public.a ALTER CONSTRAINT a_late_fkey DEFERRABLE INITIALLY DEFERRED;

-- [down]
-- expand (a transaction)
ALTER TABLE public.a DROP CONSTRAINT a_add_fkey;
ALTER TABLE public.a ADD CONSTRAINT crmgen_new_a_change_fkey FOREIGN KEY (id) REFERENCES public.u (id) NOT VALID;
ALTER TABLE public.a ADD CONSTRAINT a_drop_fkey FOREIGN KEY (b) REFERENCES public.u (k) NOT VALID;
ALTER TABLE public.a ADD CONSTRAINT a_self_fkey FOREIGN KEY (id) REFERENCES public.a (id) NOT VALID;
ALTER TABLE public.a ADD CONSTRAINT crmgen_new_a_valid_fkey FOREIGN KEY (id) REFERENCES public.u (id) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT crmgen_new_a_change_fkey;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT a_drop_fkey;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT a_self_fkey;
-- switch (a transaction: foreign key public.a.a_change_fkey)
ALTER TABLE public.a DROP CONSTRAINT a_change_fkey;
ALTER TABLE public.a RENAME CONSTRAINT crmgen_new_a_change_fkey TO a_change_fkey;
-- switch (a transaction)
ALTER TABLE public.a ALTER CONSTRAINT a_late_fkey NOT DEFERRABLE;
-- switch (a transaction: foreign key public.a.a_valid_fkey)
ALTER TABLE public.a DROP CONSTRAINT a_valid_fkey;
ALTER TABLE public.a RENAME CONSTRAINT crmgen_new_a_valid_fkey TO a_valid_fkey;
-- contract (a transaction)
DROP TABLE public.n;
