CREATE ROLE service;
CREATE TABLE t (id integer PRIMARY KEY, tenant integer NOT NULL);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON t USING (tenant = current_setting('my.tenant')::integer);
GRANT SELECT ON t TO service;
