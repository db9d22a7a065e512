-- [old]
CREATE TABLE parents (id integer PRIMARY KEY, name text);
CREATE TABLE children (
    id integer PRIMARY KEY,
    parent integer NOT NULL REFERENCES parents (id) ON DELETE CASCADE,
    UNIQUE (parent, id)
);

-- [new]
CREATE TABLE parents (id text PRIMARY KEY, name text);
CREATE TABLE children (
    id integer PRIMARY KEY,
    parent text NOT NULL REFERENCES parents (id) ON DELETE CASCADE,
    UNIQUE (parent, id)
);

-- [rows]
INSERT INTO parents VALUES (1), (2);
INSERT INTO children VALUES (1, 1), (2, 2);

-- [query]
SELECT * FROM children ORDER BY id;

-- [answer]
1|1
2|2

-- [hazards]
LOCKS_ALL
REWRITES_TABLE

-- [up]
-- rewrite (a transaction: rewrite public.children)
ALTER TABLE public.children DROP CONSTRAINT children_parent_fkey;
ALTER TABLE public.children ALTER COLUMN parent TYPE text;
ALTER TABLE public.parents ALTER COLUMN id TYPE text;
ALTER TABLE public.children ADD CONSTRAINT children_parent_fkey FOREIGN KEY (parent) REFERENCES public.parents (id) ON DELETE CASCADE;

-- [down]
-- rewrite (a transaction: rewrite public.children)
ALTER TABLE public.children DROP CONSTRAINT children_parent_fkey;
ALTER TABLE public.children ALTER COLUMN parent TYPE integer USING parent::integer;
ALTER TABLE public.parents ALTER COLUMN id TYPE integer USING id::integer;
ALTER TABLE public.children ADD CONSTRAINT children_parent_fkey FOREIGN KEY (parent) REFERENCES public.parents (id) ON DELETE CASCADE;
