-- A function that acts by its owner's rights does something else: a view that calls it may show more, and so may tables
-- whose policies ask a function that calls it.

CREATE ROLE app;
CREATE TABLE members (org text NOT NULL, login text NOT NULL);
CREATE TABLE leads (id integer PRIMARY KEY, org text NOT NULL);
CREATE FUNCTION orgs() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    AS 'SELECT org FROM members WHERE login = session_user';
CREATE FUNCTION is_mine(org text) RETURNS boolean LANGUAGE plpgsql STABLE AS 'BEGIN RETURN org IN (SELECT orgs()); END';
ALTER TABLE leads ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON leads TO app USING (is_mine(org));
CREATE VIEW own_leads AS SELECT id FROM leads WHERE org IN (SELECT orgs());
GRANT SELECT ON leads, own_leads TO app;
