-- [old]
CREATE TABLE parents (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
CREATE TABLE children (id serial PRIMARY KEY, parent bigint REFERENCES parents (id));

-- [new]
CREATE TABLE parents (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text);
CREATE TABLE children (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), parent uuid REFERENCES parents (id));

-- [hints]
using parents.id: md5(id::text)::uuid
using children.id: md5(id::text)::uuid
using children.parent: md5(parent::text)::uuid

-- [rows]
INSERT INTO parents (name) VALUES ('a'), ('b');
INSERT INTO children (parent) VALUES (1), (NULL);

-- [query]
SELECT p.name, c.id IS NOT NULL FROM children c LEFT JOIN parents p ON p.id = c.parent ORDER BY 1;

-- [answer]
a|t
NULL|t

-- [stuck]
invalid input syntax for type

-- [hazards]
CHANGES_VALUES
LOCKS_ALL
REWRITES_TABLE

-- [up]
-- switch (a transaction: rewrite public.children)
ALTER TABLE public.parents ALTER COLUMN id DROP IDENTITY;
ALTER TABLE public.children DROP CONSTRAINT children_parent_fkey;
ALTER TABLE public.children
    ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE uuid USING md5(id::text)::uuid, ALTER COLUMN id SET DEFAULT gen_random_uuid(),
    ALTER COLUMN parent TYPE uuid USING md5(parent::text)::uuid;
ALTER TABLE public.parents ALTER COLUMN id TYPE uuid USING md5(id::text)::uuid, ALTER COLUMN id SET DEFAULT gen_random_uuid();
ALTER TABLE public.children ADD CONSTRAINT children_parent_fkey FOREIGN KEY (parent) REFERENCES public.parents (id);
-- contract (a transaction)
DROP SEQUENCE public.children_id_seq;

-- [down]
-- expand (a transaction)
CREATE SEQUENCE public.children_id_seq AS integer;
-- switch (a transaction: rewrite public.children)
ALTER TABLE public.parents ALTER COLUMN id DROP DEFAULT;
ALTER TABLE public.children DROP CONSTRAINT children_parent_fkey;
ALTER TABLE public.children
    ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE integer USING id::text::integer, ALTER COLUMN id SET DEFAULT nextval('public.children_id_seq'::regclass),
    ALTER COLUMN parent TYPE bigint USING parent::text::bigint;
ALTER TABLE public.parents ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE bigint USING id::text::bigint;
ALTER TABLE public.parents ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.parents', 'id'), coalesce(max(id), 0) + 1, false) FROM public.parents;
ALTER TABLE public.children ADD CONSTRAINT children_parent_fkey FOREIGN KEY (parent) REFERENCES public.parents (id);
-- expand (a transaction)
ALTER SEQUENCE public.children_id_seq OWNED BY public.children.id;
