-- Of everything that can have one.

CREATE TABLE t (id integer PRIMARY KEY, a integer CONSTRAINT positive CHECK (a > 0));
CREATE INDEX t_a_idx ON t (a);
COMMENT ON COLUMN t.a IS 'It''s positive; -- really';
COMMENT ON CONSTRAINT positive ON t IS 'Why.';
COMMENT ON INDEX t_a_idx IS 'Fast.';
