-- A column gets another name: children and parts follow by themselves, with all that stands on them.

CREATE TABLE p (id integer NOT NULL, a text NOT NULL, CONSTRAINT filled CHECK (a <> ''));
CREATE TABLE c (x text, CHECK (a <> x)) INHERITS (p);
CREATE TABLE d (y text) INHERITS (c);
CREATE INDEX c_a ON c (a);
CREATE VIEW v AS SELECT a FROM d;
CREATE TABLE t (id integer NOT NULL, at date NOT NULL, kind text NOT NULL, PRIMARY KEY (id, at), UNIQUE (kind, at)) PARTITION BY RANGE (at);
CREATE TABLE t_old PARTITION OF t FOR VALUES FROM (MINVALUE) TO ('2025-01-01');
CREATE TABLE t_new PARTITION OF t FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
CREATE INDEX t_kind ON t (kind);
CREATE INDEX t_old_own ON t_old (kind, id);
