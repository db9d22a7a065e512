-- Several columns of a table get other types: it is written anew once.

CREATE TYPE stage AS ENUM ('open', 'won', 'lost');
CREATE TABLE t (
    id integer PRIMARY KEY,
    a integer DEFAULT 1,
    b text,
    c date,
    d stage NOT NULL DEFAULT 'open',
    e varchar(20),
    f integer GENERATED ALWAYS AS (a + 1) STORED,
    CONSTRAINT t_a_check CHECK (a > 0)
);
CREATE INDEX t_b ON t (lower(b));
CREATE VIEW v AS SELECT a, b FROM t;
