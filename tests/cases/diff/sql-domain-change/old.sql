-- Domains that columns have change where they stand.

CREATE DOMAIN amount AS numeric(12,2);
CREATE DOMAIN code AS text DEFAULT 'x' NOT NULL CONSTRAINT short CHECK (length(VALUE) < 9) CONSTRAINT plain CHECK (VALUE <> '');
CREATE TABLE t (id integer PRIMARY KEY, a amount, b code);
