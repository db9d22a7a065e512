-- What `SELECT *` says is settled when a view or policy is made: it neither follows a column that comes, nor lets one go,
-- nor calls it by a new name.

CREATE TABLE t (id integer PRIMARY KEY, a text, gone text);
CREATE VIEW v AS SELECT * FROM t;
CREATE VIEW w AS SELECT v.*, 1 AS one FROM v;
CREATE TABLE u (id integer PRIMARY KEY, was text);
CREATE MATERIALIZED VIEW m AS SELECT u.* FROM u;
CREATE INDEX m_id ON m (id);
CREATE TABLE shared (id integer PRIMARY KEY);
ALTER TABLE shared ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON shared USING (EXISTS (SELECT * FROM t WHERE t.id = shared.id));
