CREATE FUNCTION norm(x text) RETURNS varchar LANGUAGE sql IMMUTABLE AS $$ SELECT lower(x)::varchar $$;
CREATE TABLE t (id integer PRIMARY KEY, a text, n text GENERATED ALWAYS AS (norm(a)) STORED, CHECK (norm(a) <> ''));
CREATE INDEX t_n ON t (norm(a));
CREATE POLICY p ON t USING (norm(a) = 'x');
