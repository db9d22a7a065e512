-- Parts and children follow the table above them: what is done to it is done to them.

CREATE TABLE targets (id integer PRIMARY KEY);
CREATE TABLE t (id integer NOT NULL, at date NOT NULL, gone boolean, kind text, CONSTRAINT kinds CHECK (kind <> '')) PARTITION BY RANGE (at);
CREATE TABLE t_old PARTITION OF t FOR VALUES FROM (MINVALUE) TO ('2025-01-01');
CREATE TABLE t_new PARTITION OF t FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
CREATE INDEX t_kind ON t (kind);
CREATE TABLE p (id integer, a text, CONSTRAINT named CHECK (a <> ''));
CREATE TABLE c (x text) INHERITS (p);
CREATE TABLE d (y text) INHERITS (c);
