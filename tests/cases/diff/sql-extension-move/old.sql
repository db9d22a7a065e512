CREATE SCHEMA extensions;
CREATE EXTENSION pg_trgm SCHEMA public;
CREATE TABLE t (id integer PRIMARY KEY, a text);
