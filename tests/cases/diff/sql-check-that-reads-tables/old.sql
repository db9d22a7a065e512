-- A check asks row security for nothing; a function that it calls does, of the tables that it looks at.

CREATE TABLE kinds (name text PRIMARY KEY);
ALTER TABLE kinds ENABLE ROW LEVEL SECURITY;
ALTER TABLE kinds FORCE ROW LEVEL SECURITY;
CREATE TABLE t (id integer PRIMARY KEY, kind text, n integer);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
CREATE FUNCTION is_kind(kind text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM public.kinds WHERE name = kind)
$$;
CREATE FUNCTION is_small(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT n < 100 $$;
