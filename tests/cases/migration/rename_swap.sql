-- [old]
CREATE TABLE public.a (x integer, y text, CONSTRAINT a_check CHECK (x > 0));
CREATE TABLE public.b (z date);

-- [new]
CREATE TABLE public.b (y integer, x text, CONSTRAINT b_check CHECK (y > 0));
CREATE TABLE public.a (z date);

-- [hints]
was public.a: b
was public.b: a
was public.b.x: y
was public.b.y: x

-- [rows]
INSERT INTO public.a VALUES (1, 'one');
INSERT INTO public.b VALUES ('2026-01-01');

-- [query]
SELECT y, x, (SELECT z FROM public.a) FROM public.b;

-- [answer]
1|one|2026-01-01

-- [hazards]

-- [up]
-- rename (a transaction)
ALTER TABLE public.a RENAME TO crmgen_tmp_a;
ALTER TABLE public.b RENAME TO a;
ALTER TABLE public.crmgen_tmp_a RENAME TO b;
ALTER TABLE public.b RENAME COLUMN x TO crmgen_tmp_x;
ALTER TABLE public.b RENAME COLUMN y TO x;
ALTER TABLE public.b RENAME COLUMN crmgen_tmp_x TO y;
ALTER TABLE public.b RENAME CONSTRAINT a_check TO b_check;

-- [down]
-- rename (a transaction)
ALTER TABLE public.a RENAME TO crmgen_tmp_a;
ALTER TABLE public.b RENAME TO a;
ALTER TABLE public.crmgen_tmp_a RENAME TO b;
ALTER TABLE public.a RENAME COLUMN x TO crmgen_tmp_x;
ALTER TABLE public.a RENAME COLUMN y TO x;
ALTER TABLE public.a RENAME COLUMN crmgen_tmp_x TO y;
ALTER TABLE public.a RENAME CONSTRAINT b_check TO a_check;
