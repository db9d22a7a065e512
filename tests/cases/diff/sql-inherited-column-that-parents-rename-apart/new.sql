CREATE TABLE p1 (b integer);
CREATE TABLE p2 (c integer);
CREATE TABLE ch (x integer) INHERITS (p1, p2);
