-- A function with another result is dropped and made again, with all that is worked out by it: a column, a check, an index.

CREATE FUNCTION norm(x text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(x) $$;
CREATE TABLE t (id integer PRIMARY KEY, a text, n text GENERATED ALWAYS AS (norm(a)) STORED, CHECK (norm(a) <> ''));
CREATE INDEX t_n ON t (norm(a));
CREATE POLICY p ON t USING (norm(a) = 'x');
