-- [old]
CREATE TABLE t (id integer, who integer, tags text);

-- [new]
CREATE TABLE t (id integer, who uuid, tags text[]);

-- [hints]
using t.who: lpad(to_hex(who), 32, '0')::uuid
using t.tags: string_to_array(tags, ',')

-- [rows]
INSERT INTO t VALUES (1, 255, 'a,b');

-- [query]
SELECT * FROM t;

-- [answer]
1|00000000-0000-0000-0000-0000000000ff|{a,b}

-- [stuck]
invalid input syntax for type integer

-- [hazards]
CHANGES_VALUES
LOCKS_ALL
REWRITES_TABLE

-- [up]
-- rewrite (a transaction: rewrite public.t)
ALTER TABLE public.t
    ALTER COLUMN who TYPE uuid USING lpad(to_hex(who), 32, '0')::uuid,
    ALTER COLUMN tags TYPE text[] USING string_to_array(tags, ',');

-- [down]
-- rewrite (a transaction: rewrite public.t)
ALTER TABLE public.t
    ALTER COLUMN who TYPE integer USING who::text::integer,
    ALTER COLUMN tags TYPE text;
