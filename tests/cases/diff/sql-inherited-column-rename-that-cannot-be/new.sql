CREATE TABLE p (id integer, b text);
CREATE TABLE q (b text);
CREATE TABLE c (x text) INHERITS (p, q);
