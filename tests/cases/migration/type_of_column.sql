-- [old]
CREATE TABLE t (
    id integer PRIMARY KEY,
    short varchar(5),
    wide varchar(50) DEFAULT 'x',
    number integer DEFAULT 7,
    amount numeric(10,2),
    flag integer DEFAULT 1,
    digits text DEFAULT '5',
    doc json,
    CONSTRAINT t_number_check CHECK (number > 0),
    CONSTRAINT t_wide_check CHECK (wide IN ('x', 'y'))
);
CREATE INDEX t_number ON t (number) WHERE number > 5;
CREATE INDEX t_wide ON t (lower(wide));

-- [new]
CREATE TABLE t (
    id bigint PRIMARY KEY,
    short varchar(9),
    wide text DEFAULT 'x',
    number bigint DEFAULT 8,
    amount numeric(10,1),
    flag boolean DEFAULT true,
    digits integer DEFAULT 5,
    doc jsonb,
    CONSTRAINT t_number_check CHECK (number > 0),
    CONSTRAINT t_wide_check CHECK (wide IN ('x', 'y'))
);
CREATE INDEX t_number ON t (number) WHERE number > 5;
CREATE INDEX t_wide ON t (lower(wide));

-- [rows]
INSERT INTO t VALUES (1, 'a', 'x', 10, 1.25, 0, '12', '{"a": 1}'), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- [query]
SELECT * FROM t ORDER BY id;

-- [answer]
1|a|x|10|1.3|f|12|{"a": 1}
2|NULL|NULL|NULL|NULL|NULL|NULL|NULL

-- [hazards]
CHANGES_VALUES
IRREVERSIBLE
LOCKS_ALL
MAY_FAIL_ON_DATA
REWRITES_TABLE

-- [up]
-- rewrite (a transaction: rewrite public.t)
DROP INDEX public.t_number;
ALTER TABLE public.t DROP CONSTRAINT t_number_check;
DROP INDEX public.t_wide;
ALTER TABLE public.t DROP CONSTRAINT t_wide_check;
ALTER TABLE public.t
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN short TYPE varchar(9),
    ALTER COLUMN wide DROP DEFAULT, ALTER COLUMN wide TYPE text, ALTER COLUMN wide SET DEFAULT 'x',
    ALTER COLUMN number DROP DEFAULT, ALTER COLUMN number TYPE bigint, ALTER COLUMN number SET DEFAULT 8,
    ALTER COLUMN amount TYPE "numeric"(10,1),
    ALTER COLUMN flag DROP DEFAULT, ALTER COLUMN flag TYPE boolean USING flag <> 0, ALTER COLUMN flag SET DEFAULT true,
    ALTER COLUMN digits DROP DEFAULT, ALTER COLUMN digits TYPE integer USING digits::integer, ALTER COLUMN digits SET DEFAULT 5,
    ALTER COLUMN doc TYPE jsonb;
CREATE INDEX t_number ON public.t (number) WHERE number > 5;
ALTER TABLE public.t ADD CONSTRAINT t_number_check CHECK (number > 0);
CREATE INDEX t_wide ON public.t ((lower(wide)));
ALTER TABLE public.t ADD CONSTRAINT t_wide_check CHECK (wide IN ('x', 'y'));

-- [down]
-- rewrite (a transaction: rewrite public.t)
DROP INDEX public.t_number;
ALTER TABLE public.t DROP CONSTRAINT t_number_check;
DROP INDEX public.t_wide;
ALTER TABLE public.t DROP CONSTRAINT t_wide_check;
ALTER TABLE public.t
    ALTER COLUMN id TYPE integer,
    ALTER COLUMN short TYPE varchar(5),
    ALTER COLUMN wide DROP DEFAULT, ALTER COLUMN wide TYPE varchar(50), ALTER COLUMN wide SET DEFAULT 'x',
    ALTER COLUMN number DROP DEFAULT, ALTER COLUMN number TYPE integer, ALTER COLUMN number SET DEFAULT 7,
    ALTER COLUMN amount TYPE "numeric"(10,2),
    ALTER COLUMN flag DROP DEFAULT, ALTER COLUMN flag TYPE integer USING flag::integer::integer, ALTER COLUMN flag SET DEFAULT 1,
    ALTER COLUMN digits DROP DEFAULT, ALTER COLUMN digits TYPE text, ALTER COLUMN digits SET DEFAULT '5',
    ALTER COLUMN doc TYPE "json";
CREATE INDEX t_number ON public.t (number) WHERE number > 5;
ALTER TABLE public.t ADD CONSTRAINT t_number_check CHECK (number > 0);
CREATE INDEX t_wide ON public.t ((lower(wide)));
ALTER TABLE public.t ADD CONSTRAINT t_wide_check CHECK (wide IN ('x', 'y'));
