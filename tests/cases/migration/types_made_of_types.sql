-- [old]
CREATE TYPE mood AS ENUM ('a', 'b', 'c');
CREATE DOMAIN good AS mood DEFAULT 'a' CHECK (VALUE::mood <> 'c');
CREATE DOMAIN better AS good;
CREATE DOMAIN moods AS mood[];
CREATE TYPE pair AS (one mood, two text, three better);
CREATE TYPE place AS (x integer, y text);
CREATE TYPE route AS (start_at place, end_at place);
CREATE TABLE t (id integer PRIMARY KEY, g good DEFAULT 'a', h better, p pair, l mood[] DEFAULT '{a}', m moods);
CREATE TABLE u (id integer PRIMARY KEY, r route, h better[]);
CREATE VIEW v AS SELECT id, g FROM t WHERE g::mood = 'a';
CREATE FUNCTION is_good(x good) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT x::mood = 'a' $$;
COMMENT ON DOMAIN good IS 'Not bad.';
GRANT USAGE ON DOMAIN better TO PUBLIC;

-- [new]
CREATE TYPE mood AS ENUM ('a', 'c');
CREATE DOMAIN good AS mood DEFAULT 'a' CHECK (VALUE::mood <> 'c');
CREATE DOMAIN better AS good;
CREATE DOMAIN moods AS mood[];
CREATE TYPE pair AS (one mood, two text, three better);
CREATE TYPE place AS (x bigint, y text);
CREATE TYPE route AS (start_at place, end_at place);
CREATE TABLE t (id integer PRIMARY KEY, g good DEFAULT 'a', h better, p pair, l mood[] DEFAULT '{a}', m moods);
CREATE TABLE u (id integer PRIMARY KEY, r route, h better[]);
CREATE VIEW v AS SELECT id, g FROM t WHERE g::mood = 'a';
CREATE FUNCTION is_good(x good) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT x::mood = 'a' $$;
COMMENT ON DOMAIN good IS 'Not bad.';
GRANT USAGE ON DOMAIN better TO PUBLIC;

-- [hints]
replaced public.mood: b a

-- [rows]
INSERT INTO t VALUES (1, 'a', 'b', ROW('b', 'x', 'b'), '{b,c}', '{b,a}'), (2, 'b', NULL, NULL, NULL, NULL);
INSERT INTO u VALUES (1, ROW(ROW(1, 'a, b'), ROW(2, NULL)), '{b}'), (2, NULL, NULL);

-- [query]
SELECT t.id, g, t.h, p, l, m, r, u.h FROM t JOIN u USING (id) ORDER BY 1

-- [answer]
1|a|a|(a,x,a)|{a,c}|{a,a}|("(1,""a, b"")","(2,)")|{a}
2|a|NULL|NULL|NULL|NULL|NULL|NULL

-- [hazards]
CHANGES_VALUES
LOCKS_ALL
MAY_FAIL_ON_DATA
REWRITES_TABLE

-- [up]
-- rewrite (a transaction: rewrite public.place)
DROP FUNCTION public.is_good(public.good);
DROP VIEW public.v;
ALTER TYPE public.mood RENAME TO crmgen_old_mood;
CREATE TYPE public.mood AS ENUM ('a', 'c');
ALTER DOMAIN public.better RENAME TO crmgen_old_better;
ALTER DOMAIN public.good RENAME TO crmgen_old_good;
ALTER DOMAIN public.crmgen_old_good RENAME CONSTRAINT good_check TO crmgen_old_good_check;
CREATE DOMAIN good AS mood DEFAULT 'a' CHECK (value::mood <> 'c');
CREATE FUNCTION public.is_good(x public.good)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$ SELECT x::mood = 'a' $function$;
CREATE DOMAIN better AS good;
ALTER DOMAIN public.moods RENAME TO crmgen_old_moods;
CREATE DOMAIN moods AS mood[];
ALTER TYPE public.pair RENAME TO crmgen_old_pair;
CREATE TYPE pair AS (one mood, two text, three better);
ALTER TABLE public.t
    ALTER COLUMN l DROP DEFAULT, ALTER COLUMN l TYPE public.mood[] USING array_replace(l::text[], 'b', 'a')::public.mood[], ALTER COLUMN l SET DEFAULT '{a}',
    ALTER COLUMN h TYPE public.better USING (CASE h::text WHEN 'b' THEN 'a' ELSE h::text END)::public.better,
    ALTER COLUMN g DROP DEFAULT, ALTER COLUMN g TYPE public.good USING (CASE g::text WHEN 'b' THEN 'a' ELSE g::text END)::public.good, ALTER COLUMN g SET DEFAULT 'a',
    ALTER COLUMN m TYPE public.moods USING array_replace(m::text[], 'b', 'a')::public.moods,
    ALTER COLUMN p TYPE public.pair USING CASE WHEN p IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW((CASE (p).one::text WHEN 'b' THEN 'a' ELSE (p).one::text END)::text, (p).two, (CASE (p).three::text WHEN 'b' THEN 'a' ELSE (p).three::text END)::text)::text::public.pair END;
CREATE VIEW public.v AS
SELECT id, g FROM t WHERE g::mood = 'a';
DROP DOMAIN public.crmgen_old_moods;
DROP TYPE public.crmgen_old_pair;
ALTER TYPE public.place RENAME TO crmgen_old_place;
CREATE TYPE place AS (x bigint, y text);
ALTER TYPE public.route RENAME TO crmgen_old_route;
CREATE TYPE route AS (start_at place, end_at place);
ALTER TABLE public.u
    ALTER COLUMN h TYPE public.better[] USING array_replace(h::text[], 'b', 'a')::public.better[],
    ALTER COLUMN r TYPE public.route USING CASE WHEN r IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW((r).start_at, (r).end_at)::text::public.route END;
DROP DOMAIN public.crmgen_old_better;
DROP DOMAIN public.crmgen_old_good;
DROP TYPE public.crmgen_old_mood;
DROP TYPE public.crmgen_old_route;
DROP TYPE public.crmgen_old_place;
-- switch (a transaction)
COMMENT ON DOMAIN public.good IS 'Not bad.';

-- [down]
-- prepare (outside a transaction)
ALTER TYPE public.mood ADD VALUE IF NOT EXISTS 'b' AFTER 'a';
-- rewrite (a transaction: rewrite public.place)
ALTER TYPE public.place RENAME TO crmgen_old_place;
CREATE TYPE place AS (x int, y text);
ALTER TYPE public.route RENAME TO crmgen_old_route;
CREATE TYPE route AS (start_at place, end_at place);
ALTER TABLE public.u ALTER COLUMN r TYPE public.route USING CASE WHEN r IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW((r).start_at, (r).end_at)::text::public.route END;
DROP TYPE public.crmgen_old_route;
DROP TYPE public.crmgen_old_place;
