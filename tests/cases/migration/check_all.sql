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

-- [hazards]
INTEGRITY_LOOSENED
MAY_FAIL_ON_DATA

-- [up]
-- expand (a transaction)
ALTER TABLE public.a ADD CONSTRAINT a_b_check CHECK (length(b) < 9) NOT VALID;
ALTER TABLE public.a DROP CONSTRAINT a_c_check;
ALTER TABLE public.a ADD CONSTRAINT crmgen_new_a_d_check CHECK (d >= 0 AND (c IS NOT NULL OR d IN (1, 2))) NOT VALID;
ALTER TABLE public.a ADD CONSTRAINT crmgen_new_a_w_check CHECK (d < 98) NO INHERIT NOT VALID;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT a_b_check;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT crmgen_new_a_d_check;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT a_v_check;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT crmgen_new_a_w_check;
-- switch (a transaction: check public.a.a_d_check)
ALTER TABLE public.a DROP CONSTRAINT a_d_check;
ALTER TABLE public.a RENAME CONSTRAINT crmgen_new_a_d_check TO a_d_check;
-- switch (a transaction: check public.a.a_w_check)
ALTER TABLE public.a DROP CONSTRAINT a_w_check;
ALTER TABLE public.a RENAME CONSTRAINT crmgen_new_a_w_check TO a_w_check;

-- [down]
-- expand (a transaction)
ALTER TABLE public.a DROP CONSTRAINT a_b_check;
ALTER TABLE public.a ADD CONSTRAINT a_c_check CHECK (c <> '') NOT VALID;
ALTER TABLE public.a ADD CONSTRAINT crmgen_new_a_d_check CHECK (d > 0) NOT VALID;
ALTER TABLE public.a ADD CONSTRAINT crmgen_new_a_v_check CHECK (d < 99) NOT VALID;
ALTER TABLE public.a ADD CONSTRAINT crmgen_new_a_w_check CHECK (d < 98) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT a_c_check;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT crmgen_new_a_d_check;
-- validate (a transaction)
ALTER TABLE public.a VALIDATE CONSTRAINT crmgen_new_a_w_check;
-- switch (a transaction: check public.a.a_d_check)
ALTER TABLE public.a DROP CONSTRAINT a_d_check;
ALTER TABLE public.a RENAME CONSTRAINT crmgen_new_a_d_check TO a_d_check;
-- switch (a transaction: check public.a.a_v_check)
ALTER TABLE public.a DROP CONSTRAINT a_v_check;
ALTER TABLE public.a RENAME CONSTRAINT crmgen_new_a_v_check TO a_v_check;
-- switch (a transaction: check public.a.a_w_check)
ALTER TABLE public.a DROP CONSTRAINT a_w_check;
ALTER TABLE public.a RENAME CONSTRAINT crmgen_new_a_w_check TO a_w_check;
