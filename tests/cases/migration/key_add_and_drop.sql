-- [old]
CREATE TABLE public.a (x integer NOT NULL, y integer);
CREATE TABLE public.b (x integer NOT NULL, CONSTRAINT b_pkey PRIMARY KEY (x));

-- [new]
CREATE TABLE public.a (x integer NOT NULL, y integer NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (x, y));
CREATE TABLE public.b (x integer);

-- [rows]
INSERT INTO public.a VALUES (1, 2); INSERT INTO public.b VALUES (1);

-- [hazards]
INDEX_BUILD
INTEGRITY_LOOSENED
MAY_FAIL_ON_DATA
NOT_TRANSACTIONAL

-- [up]
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY a_pkey ON public.a (x, y);
-- validate (a transaction)
ALTER TABLE public.a ADD CONSTRAINT crmgen_not_null_y CHECK (y IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT crmgen_not_null_y;
-- switch (a transaction)
ALTER TABLE public.a ALTER COLUMN y SET NOT NULL;
ALTER TABLE public.a DROP CONSTRAINT crmgen_not_null_y;
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX a_pkey;
-- switch (a transaction: keys public.b)
ALTER TABLE public.b DROP CONSTRAINT b_pkey;
-- switch (a transaction)
ALTER TABLE public.b ALTER COLUMN x DROP NOT NULL;

-- [down]
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY b_pkey ON public.b (x);
-- validate (a transaction)
ALTER TABLE public.b ADD CONSTRAINT crmgen_not_null_x CHECK (x IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.b VALIDATE CONSTRAINT crmgen_not_null_x;
-- switch (a transaction)
ALTER TABLE public.b ALTER COLUMN x SET NOT NULL;
ALTER TABLE public.b DROP CONSTRAINT crmgen_not_null_x;
-- switch (a transaction: keys public.a)
ALTER TABLE public.a DROP CONSTRAINT a_pkey;
-- switch (a transaction)
ALTER TABLE public.a ALTER COLUMN y DROP NOT NULL;
ALTER TABLE public.b ADD CONSTRAINT b_pkey PRIMARY KEY USING INDEX b_pkey;
