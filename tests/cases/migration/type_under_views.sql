-- [old]
CREATE TYPE mood AS ENUM ('good', 'bad', 'odd');
CREATE TABLE t (id integer, score integer NOT NULL, mood mood);
COMMENT ON TABLE t IS 'Things.';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE FUNCTION is_good(m mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT m = 'good' $$;
COMMENT ON FUNCTION is_good(mood) IS 'Whether it is good.';
REVOKE ALL ON FUNCTION is_good(mood) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_good(mood) TO app;
CREATE TRIGGER touch BEFORE UPDATE OF score ON t FOR EACH ROW WHEN (old.score IS DISTINCT FROM new.score) EXECUTE FUNCTION touch();
COMMENT ON TRIGGER touch ON t IS 'Touches.';
CREATE VIEW scores AS SELECT id, score FROM t;
CREATE VIEW high AS SELECT id FROM scores WHERE score > 5;
COMMENT ON VIEW scores IS 'Scores.';
GRANT SELECT ON scores TO app;
CREATE POLICY good ON t FOR SELECT TO app USING (is_good(mood));

-- [new]
CREATE TYPE mood AS ENUM ('bad', 'good');
CREATE TABLE t (id integer, score bigint NOT NULL, mood mood);
COMMENT ON TABLE t IS 'Things.';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE FUNCTION is_good(m mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT m = 'good' $$;
COMMENT ON FUNCTION is_good(mood) IS 'Whether it is good.';
REVOKE ALL ON FUNCTION is_good(mood) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_good(mood) TO app;
CREATE TRIGGER touch BEFORE UPDATE OF score ON t FOR EACH ROW WHEN (old.score IS DISTINCT FROM new.score) EXECUTE FUNCTION touch();
COMMENT ON TRIGGER touch ON t IS 'Touches.';
CREATE VIEW scores AS SELECT id, score FROM t;
CREATE VIEW high AS SELECT id FROM scores WHERE score > 5;
COMMENT ON VIEW scores IS 'Scores.';
GRANT SELECT ON scores TO app;
CREATE POLICY good ON t FOR SELECT TO app USING (is_good(mood));

-- [hints]
dropped mood.odd

-- [rows]
INSERT INTO t VALUES (1, 6, 'good');

-- [query]
SELECT s.score, t.mood FROM scores s JOIN t USING (id) WHERE id IN (SELECT id FROM high);

-- [answer]
6|good

-- [hazards]
LOCKS_ALL
MAY_FAIL_ON_DATA
REWRITES_TABLE

-- [up]
-- rewrite (a transaction: rewrite public.t)
DROP VIEW public.high;
DROP VIEW public.scores;
DROP TRIGGER touch ON public.t;
DROP POLICY good ON public.t;
DROP FUNCTION public.is_good(public.mood);
ALTER TYPE public.mood RENAME TO crmgen_old_mood;
CREATE TYPE public.mood AS ENUM ('bad', 'good');
ALTER TABLE public.t
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood,
    ALTER COLUMN score TYPE bigint;
DROP TYPE public.crmgen_old_mood;
CREATE FUNCTION public.is_good(m public.mood)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$ SELECT m = 'good' $function$;
CREATE VIEW public.scores AS
SELECT id, score FROM t;
CREATE VIEW public.high AS
SELECT id FROM scores WHERE score > 5;
CREATE TRIGGER touch BEFORE UPDATE OF score ON public.t FOR EACH ROW WHEN (old.score IS DISTINCT FROM new.score) EXECUTE FUNCTION public.touch();
CREATE POLICY good ON public.t AS PERMISSIVE FOR SELECT TO app USING (is_good(mood));
REVOKE EXECUTE ON FUNCTION public.is_good(public.mood) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.is_good(public.mood) TO app;
GRANT SELECT ON TABLE public.scores TO app;
-- switch (a transaction)
COMMENT ON FUNCTION public.is_good(public.mood) IS 'Whether it is good.';
COMMENT ON VIEW public.scores IS 'Scores.';
COMMENT ON TRIGGER touch ON public.t IS 'Touches.';

-- [down]
-- rewrite (a transaction: rewrite public.t)
DROP VIEW public.high;
DROP VIEW public.scores;
DROP TRIGGER touch ON public.t;
DROP POLICY good ON public.t;
DROP FUNCTION public.is_good(public.mood);
ALTER TYPE public.mood RENAME TO crmgen_old_mood;
CREATE TYPE public.mood AS ENUM ('good', 'bad', 'odd');
ALTER TABLE public.t
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood,
    ALTER COLUMN score TYPE integer;
DROP TYPE public.crmgen_old_mood;
CREATE FUNCTION public.is_good(m public.mood)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$ SELECT m = 'good' $function$;
CREATE VIEW public.scores AS
SELECT id, score FROM t;
CREATE VIEW public.high AS
SELECT id FROM scores WHERE score > 5;
CREATE TRIGGER touch BEFORE UPDATE OF score ON public.t FOR EACH ROW WHEN (old.score IS DISTINCT FROM new.score) EXECUTE FUNCTION public.touch();
CREATE POLICY good ON public.t AS PERMISSIVE FOR SELECT TO app USING (is_good(mood));
REVOKE EXECUTE ON FUNCTION public.is_good(public.mood) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.is_good(public.mood) TO app;
GRANT SELECT ON TABLE public.scores TO app;
-- switch (a transaction)
COMMENT ON FUNCTION public.is_good(public.mood) IS 'Whether it is good.';
COMMENT ON VIEW public.scores IS 'Scores.';
COMMENT ON TRIGGER touch ON public.t IS 'Touches.';
