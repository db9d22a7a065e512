-- What it brings is in another schema from now on.

CREATE SCHEMA extensions;
CREATE EXTENSION pg_trgm SCHEMA extensions;
CREATE TABLE t (id integer PRIMARY KEY, a text);
