-- [old]
CREATE TABLE public.a (id integer, b integer, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE TABLE public.b (id integer, a integer, CONSTRAINT b_pkey PRIMARY KEY (id), CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a (id));
ALTER TABLE public.a ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES public.b (id);
CREATE TABLE public.c (id integer, a integer, CONSTRAINT c_a_fkey FOREIGN KEY (a) REFERENCES public.a (id));

-- [new]
CREATE TABLE public.c (id integer, a integer);

-- [rows]
INSERT INTO public.a VALUES (1, NULL); INSERT INTO public.c VALUES (1, NULL);

-- [hazards]
DELETES_DATA
INTEGRITY_LOOSENED
IRREVERSIBLE

-- [up]
-- expand (a transaction)
ALTER TABLE public.c DROP CONSTRAINT c_a_fkey;
-- contract (a transaction)
ALTER TABLE public.a DROP CONSTRAINT a_b_fkey;
ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;
DROP TABLE public.a;
DROP TABLE public.b;

-- [down]
-- expand (a transaction)
CREATE TABLE public.a (
    id integer NOT NULL,
    b integer,
    CONSTRAINT a_pkey PRIMARY KEY (id)
);
CREATE TABLE public.b (
    id integer NOT NULL,
    a integer,
    CONSTRAINT b_pkey PRIMARY KEY (id)
);
ALTER TABLE public.a ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES public.b (id);
ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a (id);
ALTER TABLE public.c ADD CONSTRAINT c_a_fkey FOREIGN KEY (a) REFERENCES public.a (id) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.c VALIDATE CONSTRAINT c_a_fkey;
