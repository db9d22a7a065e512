CREATE TABLE p1 (a integer);
CREATE TABLE p2 (a integer);
CREATE TABLE ch (x integer) INHERITS (p1, p2);
