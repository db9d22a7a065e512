CREATE SCHEMA archive;
CREATE TABLE archive.t (id integer PRIMARY KEY);
