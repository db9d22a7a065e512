-- [old]
CREATE TYPE address AS (street text, town text, note text);
CREATE TABLE t (id integer PRIMARY KEY, a address);

-- [new]
CREATE TYPE address AS (street text, town text, zip varchar(9));
CREATE TABLE t (id integer PRIMARY KEY, a address);

-- [rows]
INSERT INTO t VALUES (1, ROW('A', 'B', 'C')), (2, NULL), (3, ROW(NULL, NULL, NULL));

-- [query]
SELECT id, (a).town, (a).zip, a IS NOT DISTINCT FROM NULL FROM t ORDER BY id

-- [answer]
1|B|NULL|f
2|NULL|NULL|t
3|NULL|NULL|f

-- [hazards]
DELETES_DATA

-- [up]
-- expand (a transaction)
ALTER TYPE public.address ADD ATTRIBUTE zip varchar(9);
-- contract (a transaction)
ALTER TYPE public.address DROP ATTRIBUTE note;

-- [down]
-- expand (a transaction)
ALTER TYPE public.address ADD ATTRIBUTE note text;
-- contract (a transaction)
ALTER TYPE public.address DROP ATTRIBUTE zip;
