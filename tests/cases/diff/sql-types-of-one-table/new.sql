CREATE TYPE stage AS ENUM ('open', 'lost', 'won');
CREATE TABLE t (
    id bigint PRIMARY KEY,
    a bigint DEFAULT 1,
    b integer,
    c timestamptz,
    d stage NOT NULL DEFAULT 'open',
    e text,
    f bigint GENERATED ALWAYS AS (a + 1) STORED,
    CONSTRAINT t_a_check CHECK (a > 0)
);
CREATE INDEX t_b ON t (abs(b));
CREATE VIEW v AS SELECT a, b FROM t;
