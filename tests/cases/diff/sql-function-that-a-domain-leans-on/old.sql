-- A function that a domain calls cannot be dropped and made again.

CREATE FUNCTION ok(x text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT x <> '' $$;
CREATE DOMAIN email AS text CHECK (ok(VALUE));
CREATE TABLE t (id integer PRIMARY KEY, e email NOT NULL UNIQUE, CHECK (ok(e)));
