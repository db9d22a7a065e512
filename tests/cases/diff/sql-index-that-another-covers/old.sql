CREATE TABLE t (id integer NOT NULL, a text, b text, c integer, d jsonb, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE INDEX covered_by_a_key ON t (id);
CREATE INDEX covered_by_a_longer ON t (a, c);
CREATE INDEX covered_in_part ON t (b) WHERE c > 0;
CREATE INDEX alone_by_its_columns ON t (b, a);
CREATE INDEX alone_by_its_include ON t (a) INCLUDE (d);
CREATE INDEX alone_by_its_method ON t USING hash (a);
CREATE INDEX alone_by_its_order ON t (a, c DESC);
CREATE INDEX alone_by_its_rows ON t (b);
