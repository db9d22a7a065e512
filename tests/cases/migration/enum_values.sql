-- [old]
CREATE TYPE mood AS ENUM ('b', 'd');
CREATE TYPE gone AS ENUM ('x');
CREATE TABLE t (id integer, mood mood, moods mood[], old gone);

-- [new]
CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd', 'e', 'f');
CREATE TABLE t (id integer, mood mood DEFAULT 'c', moods mood[]);

-- [rows]
INSERT INTO t VALUES (1, 'b', '{d}');

-- [query]
INSERT INTO t (id) VALUES (2);
SELECT id, mood, moods FROM t ORDER BY id;

-- [answer]
1|b|{d}
2|c|NULL

-- [stuck]
invalid input value for enum mood: "c"

-- [hazards]
BEHAVIOUR_CHANGE
DELETES_DATA

-- [up]
-- prepare (outside a transaction)
ALTER TYPE public.mood ADD VALUE IF NOT EXISTS 'a' BEFORE 'b';
-- prepare (outside a transaction)
ALTER TYPE public.mood ADD VALUE IF NOT EXISTS 'c' AFTER 'b';
-- prepare (outside a transaction)
ALTER TYPE public.mood ADD VALUE IF NOT EXISTS 'e';
-- prepare (outside a transaction)
ALTER TYPE public.mood ADD VALUE IF NOT EXISTS 'f';
-- expand (a transaction)
ALTER TABLE public.t ALTER COLUMN mood SET DEFAULT 'c';
-- contract (a transaction)
ALTER TABLE public.t DROP COLUMN old;
DROP TYPE public.gone;

-- [down]
-- expand (a transaction)
CREATE TYPE public.gone AS ENUM ('x');
ALTER TABLE public.t ADD COLUMN old public.gone;
-- rewrite (a transaction: rewrite public.t)
ALTER TYPE public.mood RENAME TO crmgen_old_mood;
CREATE TYPE public.mood AS ENUM ('b', 'd');
ALTER TABLE public.t
    ALTER COLUMN mood DROP DEFAULT, ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood,
    ALTER COLUMN moods TYPE public.mood[] USING moods::text[]::public.mood[];
DROP TYPE public.crmgen_old_mood;
