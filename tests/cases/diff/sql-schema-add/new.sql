-- A schema, a table in it, and who may use it.

CREATE ROLE reader;
CREATE SCHEMA archive;
CREATE TABLE archive.t (id integer PRIMARY KEY);
GRANT USAGE ON SCHEMA archive TO reader;
GRANT SELECT ON archive.t TO reader;
