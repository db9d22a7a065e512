-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: switch.

BEGIN;

-- trigger.change t.turns: The trigger `turns` of `t` changes.
-- BEHAVIOUR_CHANGE: what happens by itself when rows of `t` are written changes
ALTER TABLE public.t DISABLE TRIGGER turns;

COMMIT;

-- Part 2 of 3: rewrite.

BEGIN;

-- dependent.remake t.watches: The trigger `t.watches` is made again with `t`.
DROP TRIGGER watches ON public.t;

-- column.type t.a: The column `t.a` changes its type from `bigint` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `a` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE a IS NOT NULL
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TABLE public.t ALTER COLUMN a TYPE integer;

-- dependent.remake t.watches: The trigger `t.watches` is made again with `t`.
CREATE TRIGGER watches BEFORE UPDATE OF a ON public.t FOR EACH ROW EXECUTE FUNCTION public.touch();

ALTER TABLE public.t ENABLE REPLICA TRIGGER watches;

COMMIT;

-- Part 3 of 3: contract.

BEGIN;

-- column.drop t.c: The column `t.c` is dropped.
-- DELETES_DATA: the values of `t.c` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t WHERE c IS NOT NULL
ALTER TABLE public.t DROP COLUMN c;

COMMIT;
