-- [old]
CREATE TABLE t (
    id integer,
    a text DEFAULT 'a',
    b text,
    c text DEFAULT 'c',
    d integer GENERATED ALWAYS AS (id + 1) STORED,
    e integer,
    f integer GENERATED ALWAYS AS (id + 1) STORED
);
COMMENT ON COLUMN t.f IS 'Kept.';

-- [new]
CREATE TABLE t (
    id integer,
    a text DEFAULT 'b',
    b text DEFAULT 'b',
    c text,
    d integer DEFAULT 4,
    e integer GENERATED ALWAYS AS (id + 5) STORED,
    f integer GENERATED ALWAYS AS (id + 2) STORED
);
COMMENT ON COLUMN t.f IS 'Kept.';

-- [rows]
INSERT INTO t (id, e) VALUES (1, 1);

-- [query]
INSERT INTO t (id) VALUES (2);
SELECT * FROM t ORDER BY id;

-- [answer]
1|a|NULL|c|2|6|3
2|b|b|NULL|4|7|4

-- [hazards]
BEHAVIOUR_CHANGE
DELETES_DATA
LOCKS_ALL
REWRITES_TABLE

-- [up]
-- expand (a transaction)
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'b';
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT 'b';
ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN d DROP EXPRESSION;
ALTER TABLE public.t ALTER COLUMN d SET DEFAULT 4;
-- rewrite (a transaction: rewrite public.t)
ALTER TABLE public.t DROP COLUMN e;
ALTER TABLE public.t ADD COLUMN e integer GENERATED ALWAYS AS (id + 5) STORED;
ALTER TABLE public.t DROP COLUMN f;
ALTER TABLE public.t ADD COLUMN f integer GENERATED ALWAYS AS (id + 2) STORED;
-- switch (a transaction)
COMMENT ON COLUMN public.t.f IS 'Kept.';

-- [down]
-- expand (a transaction)
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'a';
ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 'c';
ALTER TABLE public.t ALTER COLUMN b DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN e DROP EXPRESSION;
-- rewrite (a transaction: rewrite public.t)
ALTER TABLE public.t DROP COLUMN d;
ALTER TABLE public.t ADD COLUMN d integer GENERATED ALWAYS AS (id + 1) STORED;
ALTER TABLE public.t DROP COLUMN f;
ALTER TABLE public.t ADD COLUMN f integer GENERATED ALWAYS AS (id + 1) STORED;
-- switch (a transaction)
COMMENT ON COLUMN public.t.f IS 'Kept.';
