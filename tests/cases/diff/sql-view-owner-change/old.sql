-- A view reads by its owner's rights, unless it is told to read by those of whoever asks.

CREATE ROLE app;
CREATE ROLE keeper;
CREATE ROLE other;
GRANT CREATE, USAGE ON SCHEMA public TO keeper, other;
CREATE TABLE leads (id integer PRIMARY KEY, org text NOT NULL);
CREATE VIEW all_leads AS SELECT id FROM leads;
ALTER VIEW all_leads OWNER TO keeper;
CREATE VIEW asked_leads WITH (security_invoker = true) AS SELECT id FROM leads;
ALTER VIEW asked_leads OWNER TO keeper;
GRANT SELECT ON all_leads, asked_leads TO app;
GRANT SELECT ON leads TO keeper, other;
