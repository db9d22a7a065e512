-- [old]
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE t (
    id integer PRIMARY KEY,
    a text NOT NULL DEFAULT 'good',
    b mood NOT NULL DEFAULT 'good',
    c boolean DEFAULT true,
    d char(4),
    e varchar(20) COLLATE "C",
    f double precision,
    g date,
    h text DEFAULT '{}',
    i text,
    CONSTRAINT t_a_check CHECK (a IN ('good', 'bad')),
    CONSTRAINT t_i_key UNIQUE (i)
);
CREATE INDEX t_a ON t (a text_pattern_ops);

-- [new]
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE t (
    id smallint PRIMARY KEY,
    a mood NOT NULL DEFAULT 'good',
    b text NOT NULL DEFAULT 'good',
    c integer DEFAULT 1,
    d text,
    e varchar(30),
    f numeric(8,2),
    g timestamp,
    h jsonb DEFAULT '{}',
    i uuid,
    CONSTRAINT t_a_check CHECK (a IN ('good', 'bad')),
    CONSTRAINT t_i_key UNIQUE (i)
);
CREATE INDEX t_a ON t (a);

-- [rows]
INSERT INTO t VALUES (1, 'bad', 'bad', false, 'ab', 'e', 1.5, '2026-01-02', '[1]', '00000000-0000-0000-0000-000000000001');

-- [query]
SELECT * FROM t;

-- [answer]
1|bad|bad|0|ab|e|1.50|2026-01-02 00:00:00|[1]|00000000-0000-0000-0000-000000000001

-- [hazards]
CHANGES_VALUES
IRREVERSIBLE
LOCKS_ALL
MAY_FAIL_ON_DATA
REWRITES_TABLE

-- [up]
-- rewrite (a transaction: rewrite public.t)
DROP INDEX public.t_a;
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
ALTER TABLE public.t
    ALTER COLUMN id TYPE smallint,
    ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE public.mood USING a::text::public.mood, ALTER COLUMN a SET DEFAULT 'good',
    ALTER COLUMN b DROP DEFAULT, ALTER COLUMN b TYPE text, ALTER COLUMN b SET DEFAULT 'good',
    ALTER COLUMN c DROP DEFAULT, ALTER COLUMN c TYPE integer USING c::integer::integer, ALTER COLUMN c SET DEFAULT 1,
    ALTER COLUMN d TYPE text,
    ALTER COLUMN e TYPE varchar(30),
    ALTER COLUMN f TYPE "numeric"(8,2),
    ALTER COLUMN g TYPE timestamp,
    ALTER COLUMN h DROP DEFAULT, ALTER COLUMN h TYPE jsonb USING h::jsonb, ALTER COLUMN h SET DEFAULT '{}',
    ALTER COLUMN i TYPE uuid USING i::uuid;
CREATE INDEX t_a ON public.t (a);
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK (a IN ('good', 'bad'));

-- [down]
-- rewrite (a transaction: rewrite public.t)
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
ALTER TABLE public.t
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE text, ALTER COLUMN a SET DEFAULT 'good',
    ALTER COLUMN b DROP DEFAULT, ALTER COLUMN b TYPE public.mood USING b::text::public.mood, ALTER COLUMN b SET DEFAULT 'good',
    ALTER COLUMN c DROP DEFAULT, ALTER COLUMN c TYPE boolean USING c <> 0, ALTER COLUMN c SET DEFAULT true,
    ALTER COLUMN d TYPE char(4),
    ALTER COLUMN e TYPE varchar(20) COLLATE "C",
    ALTER COLUMN f TYPE double precision,
    ALTER COLUMN g TYPE date,
    ALTER COLUMN h DROP DEFAULT, ALTER COLUMN h TYPE text, ALTER COLUMN h SET DEFAULT '{}',
    ALTER COLUMN i TYPE text;
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK (a IN ('good', 'bad'));
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY crmgen_new_t_a ON public.t (a text_pattern_ops);
-- switch (a transaction: index public.t_a)
DROP INDEX public.t_a;
ALTER INDEX public.crmgen_new_t_a RENAME TO t_a;
