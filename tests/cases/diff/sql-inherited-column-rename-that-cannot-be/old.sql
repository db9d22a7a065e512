-- A child has a column from two tables: PostgreSQL renames it in neither of them.

CREATE TABLE p (id integer, a text);
CREATE TABLE q (a text);
CREATE TABLE c (x text) INHERITS (p, q);
