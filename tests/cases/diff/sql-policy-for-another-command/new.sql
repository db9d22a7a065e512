-- PostgreSQL cannot change that, so the new policy stands before the old one goes.

CREATE TABLE t (id integer PRIMARY KEY, a integer);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON t FOR ALL USING (a > 0);
