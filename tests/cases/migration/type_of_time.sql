-- [old]
CREATE TABLE t (
    id integer,
    a timestamp NOT NULL DEFAULT now(),
    b timestamptz,
    c timestamptz,
    d date,
    e text,
    f timestamptz,
    g timestamptz(6),
    h timestamp[]
);

-- [new]
CREATE TABLE t (
    id integer,
    a timestamptz NOT NULL DEFAULT now(),
    b timestamp,
    c date,
    d timestamptz,
    e timestamptz,
    f text,
    g timestamptz(0),
    h timestamptz[]
);

-- [rows]
SET TimeZone = 'UTC';
INSERT INTO t VALUES (1, '2026-03-08 02:30', '2026-03-08 02:30Z', '2026-03-08 23:30Z', '2026-03-08',
    '2026-03-08 02:30', '2026-03-08 02:30Z', '2026-03-08 02:30:00.7Z', '{2026-03-08 02:30}');

-- [query]
SELECT * FROM t;

-- [answer]
1|2026-03-08 02:30:00+00|2026-03-08 02:30:00|2026-03-08|2026-03-08 00:00:00+00|2026-03-08 02:30:00+00|2026-03-08 02:30:00+00|2026-03-08 02:30:01+00|{"2026-03-08 02:30:00+00"}

-- [hazards]
CHANGES_VALUES
IRREVERSIBLE
LOCKS_ALL
MAY_FAIL_ON_DATA
REWRITES_TABLE
SESSION_DEPENDENT

-- [up]
-- rewrite (a transaction: rewrite public.t)
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL IntervalStyle = 'postgres';
ALTER TABLE public.t
    ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE timestamptz, ALTER COLUMN a SET DEFAULT now(),
    ALTER COLUMN b TYPE timestamp,
    ALTER COLUMN c TYPE date,
    ALTER COLUMN d TYPE timestamptz,
    ALTER COLUMN e TYPE timestamptz USING e::timestamptz,
    ALTER COLUMN f TYPE text,
    ALTER COLUMN g TYPE timestamptz(0),
    ALTER COLUMN h TYPE timestamptz[];

-- [down]
-- rewrite (a transaction: rewrite public.t)
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL IntervalStyle = 'postgres';
ALTER TABLE public.t
    ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE timestamp, ALTER COLUMN a SET DEFAULT now(),
    ALTER COLUMN b TYPE timestamptz,
    ALTER COLUMN c TYPE timestamptz,
    ALTER COLUMN d TYPE date,
    ALTER COLUMN e TYPE text,
    ALTER COLUMN f TYPE timestamptz USING f::timestamptz,
    ALTER COLUMN g TYPE timestamptz(6),
    ALTER COLUMN h TYPE timestamp[];
