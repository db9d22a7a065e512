-- Table and partitions come together.

CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE t (id integer NOT NULL, year integer NOT NULL) PARTITION BY LIST (year);
CREATE TABLE t_2024 PARTITION OF t FOR VALUES IN (2024);
