-- What is kept means the same, but how it was written cannot be had back.

CREATE TABLE t (id integer PRIMARY KEY, a json);
