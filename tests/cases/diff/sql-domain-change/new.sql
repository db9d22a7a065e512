CREATE DOMAIN amount AS numeric(12,2) DEFAULT 0 NOT NULL CONSTRAINT positive CHECK (VALUE >= 0);
CREATE DOMAIN code AS text CONSTRAINT short CHECK (length(VALUE) < 5);
COMMENT ON DOMAIN code IS 'a word';
CREATE TABLE t (id integer PRIMARY KEY, a amount, b code);
