-- [old]
CREATE TABLE one (id integer PRIMARY KEY, org text NOT NULL);
CREATE TABLE two (id integer PRIMARY KEY, org text NOT NULL, one integer REFERENCES one (id));
ALTER TABLE one ENABLE ROW LEVEL SECURITY;
ALTER TABLE one FORCE ROW LEVEL SECURITY;
ALTER TABLE two ENABLE ROW LEVEL SECURITY;
ALTER TABLE two FORCE ROW LEVEL SECURITY;
CREATE POLICY wall ON one AS RESTRICTIVE USING (org = current_user);
CREATE POLICY by_two ON one USING (EXISTS (SELECT FROM two WHERE two.one = one.id));
CREATE POLICY wall ON two AS RESTRICTIVE USING (org = current_user AND EXISTS (SELECT FROM one WHERE one.id = two.one));
CREATE POLICY everything ON two USING (true);
GRANT SELECT ON one, two TO app;
CREATE TABLE lead (id integer PRIMARY KEY, org text NOT NULL);
CREATE FUNCTION may_see(lead) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1.org = current_user';
CREATE VIEW seen AS SELECT id FROM lead;
ALTER TABLE lead ENABLE ROW LEVEL SECURITY;
CREATE POLICY asks ON lead USING (may_see(lead.*) OR id IN (SELECT id FROM seen));
CREATE FUNCTION any_in_b() RETURNS boolean LANGUAGE sql STABLE BEGIN ATOMIC SELECT EXISTS (SELECT FROM one); END;
CREATE TABLE b (id integer, CHECK (any_in_b()));
CREATE RULE also AS ON DELETE TO one DO ALSO DELETE FROM b;
CREATE RULE back AS ON DELETE TO b DO ALSO DELETE FROM one;
CREATE TABLE alone (id integer PRIMARY KEY);
CREATE TABLE asks_alone (id integer PRIMARY KEY);
ALTER TABLE asks_alone ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON asks_alone USING (id IN (SELECT id FROM alone));

-- [new]
CREATE TABLE stays (id integer);

-- [rows]
INSERT INTO one VALUES (1, 'a');
INSERT INTO two VALUES (1, 'a', 1);

-- [query]
SELECT count(*) FROM stays;

-- [answer]
0

-- [hazards]
AMBIGUOUS_RENAME
DELETES_DATA
IRREVERSIBLE
UNTRACKED_DEPENDENCY

-- [up]
-- expand (a transaction)
CREATE TABLE public.stays (
    id integer
);
-- contract (a transaction)
DROP TABLE public.asks_alone;
DROP TABLE public.alone;
ALTER TABLE public.b DROP CONSTRAINT b_check;
DROP RULE back ON public.b;
DROP POLICY asks ON public.lead;
DROP RULE also ON public.one;
DROP TABLE public.b;
DROP POLICY by_two ON public.one;
DROP POLICY wall ON public.one;
DROP POLICY everything ON public.two;
DROP POLICY wall ON public.two;
DROP FUNCTION public.any_in_b();
DROP FUNCTION public.may_see(public.lead);
ALTER TABLE public.two DROP CONSTRAINT two_one_fkey;
DROP TABLE public.one;
DROP TABLE public.two;
DROP VIEW public.seen;
DROP TABLE public.lead;

-- [down]
-- expand (a transaction)
CREATE TABLE public.alone (
    id integer NOT NULL,
    CONSTRAINT alone_pkey PRIMARY KEY (id)
);
CREATE TABLE public.asks_alone (
    id integer NOT NULL,
    CONSTRAINT asks_alone_pkey PRIMARY KEY (id)
);
CREATE TABLE public.lead (
    id integer NOT NULL,
    org text NOT NULL,
    CONSTRAINT lead_pkey PRIMARY KEY (id)
);
CREATE TABLE public.one (
    id integer NOT NULL,
    org text NOT NULL,
    CONSTRAINT one_pkey PRIMARY KEY (id)
);
CREATE TABLE public.two (
    id integer NOT NULL,
    org text NOT NULL,
    one integer,
    CONSTRAINT two_pkey PRIMARY KEY (id)
);
CREATE FUNCTION public.any_in_b()
RETURNS boolean
LANGUAGE sql
STABLE
BEGIN ATOMIC SELECT EXISTS (SELECT FROM one); END;
CREATE TABLE public.b (
    id integer,
    CONSTRAINT b_check CHECK (any_in_b())
);
CREATE FUNCTION public.may_see(public.lead)
RETURNS boolean
LANGUAGE sql
STABLE
AS $function$SELECT $1.org = current_user$function$;
ALTER TABLE public.two ADD CONSTRAINT two_one_fkey FOREIGN KEY (one) REFERENCES public.one (id);
CREATE POLICY p ON public.asks_alone AS PERMISSIVE FOR ALL TO PUBLIC USING (id IN (SELECT id FROM alone));
CREATE POLICY by_two ON public.one AS PERMISSIVE FOR ALL TO PUBLIC USING (EXISTS (SELECT FROM two WHERE two.one = one.id));
CREATE POLICY wall ON public.one AS RESTRICTIVE FOR ALL TO PUBLIC USING (org = current_user);
CREATE POLICY everything ON public.two AS PERMISSIVE FOR ALL TO PUBLIC USING (true);
CREATE POLICY wall ON public.two AS RESTRICTIVE FOR ALL TO PUBLIC USING (org = current_user AND EXISTS (SELECT FROM one WHERE one.id = two.one));
ALTER TABLE public.asks_alone ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.one ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.one FORCE ROW LEVEL SECURITY;
ALTER TABLE public.two ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.two FORCE ROW LEVEL SECURITY;
CREATE VIEW public.seen AS
SELECT id FROM lead;
CREATE POLICY asks ON public.lead AS PERMISSIVE FOR ALL TO PUBLIC USING (may_see(lead.*) OR id IN (SELECT id FROM seen));
ALTER TABLE public.lead ENABLE ROW LEVEL SECURITY;
CREATE RULE back AS ON DELETE TO b DO DELETE FROM one;
CREATE RULE also AS ON DELETE TO one DO DELETE FROM b;
GRANT SELECT ON TABLE public.one TO app;
GRANT SELECT ON TABLE public.two TO app;
-- contract (a transaction)
DROP TABLE public.stays;
