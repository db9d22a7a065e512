CREATE TABLE things (id bigint NOT NULL, sort text NOT NULL, name varchar(40)) PARTITION BY LIST (sort);
CREATE TABLE t_a PARTITION OF things FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF things FOR VALUES IN ('b');
CREATE POLICY p ON things USING (name = current_user);
ALTER TABLE things ENABLE ROW LEVEL SECURITY;
