-- The column that rows are divided by gets another name, another one a type, and a table comes to the whole.

CREATE TABLE t (id integer NOT NULL, kind text NOT NULL, n text) PARTITION BY LIST (kind);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_b (id integer NOT NULL, kind text NOT NULL, n text);
CREATE POLICY p ON t USING (n = current_user);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
