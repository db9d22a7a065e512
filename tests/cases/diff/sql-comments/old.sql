CREATE TABLE t (id integer PRIMARY KEY, a integer CONSTRAINT positive CHECK (a > 0));
CREATE INDEX t_a_idx ON t (a);
COMMENT ON TABLE t IS 'Rows.';
