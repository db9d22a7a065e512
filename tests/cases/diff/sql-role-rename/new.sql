-- Grants, policies and memberships follow.

CREATE ROLE team;
CREATE ROLE worker LOGIN;
GRANT team TO worker;
CREATE TABLE t (id integer PRIMARY KEY);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON t TO worker USING (id > 0);
GRANT SELECT ON t TO worker;
