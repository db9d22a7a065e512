CREATE TABLE a (id integer, name text, CONSTRAINT named CHECK (name <> ''));
CREATE TABLE b (id integer, place text);
CREATE TABLE c (id integer, name text, place text, CONSTRAINT named CHECK (name <> ''));
ALTER TABLE c INHERIT b;
