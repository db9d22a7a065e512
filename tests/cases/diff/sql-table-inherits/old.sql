-- A table comes to another family; its rows are found with those of its parents.

CREATE TABLE a (id integer, name text, CONSTRAINT named CHECK (name <> ''));
CREATE TABLE b (id integer, place text);
CREATE TABLE c (id integer, name text, place text, CONSTRAINT named CHECK (name <> ''));
ALTER TABLE c INHERIT a;
