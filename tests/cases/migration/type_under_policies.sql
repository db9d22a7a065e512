-- [old]
CREATE TABLE leads (
    id integer PRIMARY KEY,
    org integer NOT NULL,
    twice integer GENERATED ALWAYS AS (org * 2) STORED
);
CREATE TABLE notes (id integer PRIMARY KEY, lead integer NOT NULL);
CREATE INDEX leads_twice ON leads (twice);
CREATE POLICY wall ON leads AS RESTRICTIVE FOR ALL TO PUBLIC USING (org = current_setting('app.org')::integer);
CREATE POLICY own ON leads FOR SELECT TO app USING (twice > 0);
CREATE POLICY wall ON notes AS RESTRICTIVE FOR ALL TO PUBLIC
    USING (EXISTS (SELECT 1 FROM leads l WHERE l.id = notes.lead AND l.org = 1));
ALTER TABLE leads ENABLE ROW LEVEL SECURITY;
ALTER TABLE leads FORCE ROW LEVEL SECURITY;
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
GRANT SELECT (id, twice) ON leads TO app;

-- [new]
CREATE TABLE leads (
    id integer PRIMARY KEY,
    org bigint NOT NULL,
    twice bigint GENERATED ALWAYS AS (org * 2) STORED
);
CREATE TABLE notes (id integer PRIMARY KEY, lead integer NOT NULL);
CREATE INDEX leads_twice ON leads (twice);
CREATE POLICY wall ON leads AS RESTRICTIVE FOR ALL TO PUBLIC USING (org = current_setting('app.org')::bigint);
CREATE POLICY own ON leads FOR SELECT TO app USING (twice > 0);
CREATE POLICY wall ON notes AS RESTRICTIVE FOR ALL TO PUBLIC
    USING (EXISTS (SELECT 1 FROM leads l WHERE l.id = notes.lead AND l.org = 1));
ALTER TABLE leads ENABLE ROW LEVEL SECURITY;
ALTER TABLE leads FORCE ROW LEVEL SECURITY;
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
GRANT SELECT (id, twice) ON leads TO app;

-- [rows]
INSERT INTO leads VALUES (1, 1), (2, 5);

-- [query]
SELECT * FROM leads ORDER BY 1;

-- [answer]
1|1|2
2|5|10

-- [hazards]
AUTHZ_NARROWS
AUTHZ_WIDENS
LOCKS_ALL
REWRITES_TABLE
TENANT_ISOLATION

-- [up]
-- rewrite (a transaction: rewrite public.leads)
DROP INDEX public.leads_twice;
DROP POLICY own ON public.leads;
ALTER TABLE public.leads DROP COLUMN twice;
DROP POLICY wall ON public.leads;
DROP POLICY wall ON public.notes;
ALTER TABLE public.leads ALTER COLUMN org TYPE bigint;
ALTER TABLE public.leads ADD COLUMN twice bigint GENERATED ALWAYS AS (org * 2) STORED;
GRANT SELECT (twice) ON TABLE public.leads TO app;
CREATE INDEX leads_twice ON public.leads (twice);
CREATE POLICY wall ON public.leads AS RESTRICTIVE FOR ALL TO PUBLIC USING (org = current_setting('app.org')::bigint);
CREATE POLICY own ON public.leads AS PERMISSIVE FOR SELECT TO app USING (twice > 0);
CREATE POLICY wall ON public.notes AS RESTRICTIVE FOR ALL TO PUBLIC USING (EXISTS (SELECT 1 FROM leads l WHERE l.id = notes.lead AND l.org = 1));

-- [down]
-- rewrite (a transaction: rewrite public.leads)
DROP INDEX public.leads_twice;
DROP POLICY own ON public.leads;
ALTER TABLE public.leads DROP COLUMN twice;
DROP POLICY wall ON public.leads;
DROP POLICY wall ON public.notes;
ALTER TABLE public.leads ALTER COLUMN org TYPE integer;
ALTER TABLE public.leads ADD COLUMN twice integer GENERATED ALWAYS AS (org * 2) STORED;
GRANT SELECT (twice) ON TABLE public.leads TO app;
CREATE INDEX leads_twice ON public.leads (twice);
CREATE POLICY wall ON public.leads AS RESTRICTIVE FOR ALL TO PUBLIC USING (org = current_setting('app.org')::int);
CREATE POLICY own ON public.leads AS PERMISSIVE FOR SELECT TO app USING (twice > 0);
CREATE POLICY wall ON public.notes AS RESTRICTIVE FOR ALL TO PUBLIC USING (EXISTS (SELECT 1 FROM leads l WHERE l.id = notes.lead AND l.org = 1));
