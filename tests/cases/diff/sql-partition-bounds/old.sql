-- Parts take other rows than before, leave the whole, and come to it.

CREATE TABLE t (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE t_old PARTITION OF t FOR VALUES FROM (MINVALUE) TO ('2025-01-01');
CREATE TABLE t_new PARTITION OF t FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
CREATE TABLE list (id integer, kind text) PARTITION BY LIST (kind);
CREATE TABLE list_a PARTITION OF list FOR VALUES IN ('a');
CREATE TABLE list_b (id integer, kind text);
