-- One comes, one goes, one has another name.

CREATE TABLE t (id integer PRIMARY KEY, a integer);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY come ON t FOR DELETE USING (a > 2);
CREATE POLICY after ON t FOR UPDATE USING (a > 1);
