-- What points at others goes with its table.

CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, b_id integer);
