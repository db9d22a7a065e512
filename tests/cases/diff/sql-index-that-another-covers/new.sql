-- An index that goes is covered by one with the same keys first, of the same method and the same rows; by no other.

CREATE TABLE t (id integer NOT NULL, a text, b text, c integer, d jsonb, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE INDEX longer ON t (a, c, b);
CREATE INDEX longest ON t (a, c, b, id);
CREATE INDEX part ON t (b, a) INCLUDE (c) WHERE c > 0;
