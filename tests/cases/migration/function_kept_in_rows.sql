-- [old]
CREATE FUNCTION norm(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE TABLE t (id integer, name text, key text GENERATED ALWAYS AS (norm(name)) STORED, CONSTRAINT filled CHECK (norm(name) <> ''));
CREATE INDEX t_norm ON t (norm(name));
CREATE INDEX t_name ON t (name);

-- [new]
CREATE FUNCTION norm(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(trim($1))';
CREATE TABLE t (id integer, name text, key text GENERATED ALWAYS AS (norm(name)) STORED, CONSTRAINT filled CHECK (norm(name) <> ''));
CREATE INDEX t_norm ON t (norm(name));
CREATE INDEX t_name ON t (name);

-- [rows]
INSERT INTO t VALUES (1, ' A');

-- [query]
SELECT '[' || key || ']' FROM t;

-- [answer]
[ a]

-- [hazards]
BEHAVIOUR_CHANGE
UNTRACKED_DEPENDENCY

-- [up]
-- expand (a transaction)
CREATE OR REPLACE FUNCTION public.norm(text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $function$SELECT lower(trim($1))$function$;

-- [down]
-- expand (a transaction)
CREATE OR REPLACE FUNCTION public.norm(text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $function$SELECT lower($1)$function$;
