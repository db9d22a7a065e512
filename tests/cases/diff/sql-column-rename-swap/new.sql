-- Two columns change names with each other, by way of a third.

CREATE TABLE t (id integer PRIMARY KEY, b integer NOT NULL, a text NOT NULL);
CREATE INDEX t_b_idx ON t (b);
