-- [old]
CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, b integer GENERATED ALWAYS AS (a + 1) STORED, c integer GENERATED ALWAYS AS (a * 2) VIRTUAL, d integer);
CREATE TABLE u (id integer PRIMARY KEY, a integer NOT NULL, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL);

-- [new]
CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL, c integer GENERATED ALWAYS AS (a * 3) VIRTUAL, d integer, e integer GENERATED ALWAYS AS (a - 1) VIRTUAL);
CREATE TABLE u (id integer PRIMARY KEY, a integer NOT NULL, b integer GENERATED ALWAYS AS (a + 1) STORED);

-- [rows]
INSERT INTO t (id, a) VALUES (1, 5);
INSERT INTO u (id, a) VALUES (1, 5);

-- [query]
SELECT b, c, e, (SELECT b FROM u) FROM t

-- [answer]
6|15|4|6

-- [since]
18

-- [hazards]
LOCKS_ALL
REWRITES_TABLE

-- [up]
-- expand (a transaction)
ALTER TABLE public.t ADD COLUMN e integer GENERATED ALWAYS AS (a - 1) VIRTUAL;
-- rewrite (a transaction: rewrite public.t)
ALTER TABLE public.t DROP COLUMN b;
ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS (a + 1) VIRTUAL;
ALTER TABLE public.t DROP COLUMN c;
ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS (a * 3) VIRTUAL;
-- rewrite (a transaction: rewrite public.u)
ALTER TABLE public.u DROP COLUMN b;
ALTER TABLE public.u ADD COLUMN b integer GENERATED ALWAYS AS (a + 1) STORED;

-- [down]
-- rewrite (a transaction: rewrite public.t)
ALTER TABLE public.t DROP COLUMN b;
ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS (a + 1) STORED;
ALTER TABLE public.t DROP COLUMN c;
ALTER TABLE public.t ADD COLUMN c integer GENERATED ALWAYS AS (a * 2) VIRTUAL;
-- rewrite (a transaction: rewrite public.u)
ALTER TABLE public.u DROP COLUMN b;
ALTER TABLE public.u ADD COLUMN b integer GENERATED ALWAYS AS (a + 1) VIRTUAL;
-- contract (a transaction)
ALTER TABLE public.t DROP COLUMN e;
