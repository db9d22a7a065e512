-- The wall is changed where it stands.

CREATE TABLE t (id integer PRIMARY KEY, tenant integer NOT NULL, other integer NOT NULL);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
CREATE POLICY wall ON t AS RESTRICTIVE USING (other = current_setting('my.tenant')::integer);
CREATE POLICY everybody ON t USING (true);
