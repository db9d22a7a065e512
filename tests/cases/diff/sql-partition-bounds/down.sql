-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 4: expand.

BEGIN;

-- table.lineage list_b: The table `list_b` is no part of another any more.
-- BEHAVIOUR_CHANGE: queries of the whole find more or fewer rows, as those of `list_b` are its rows too
ALTER TABLE public.list DETACH PARTITION public.list_b;

COMMIT;

-- Part 2 of 4: switch.

BEGIN;

-- table.lineage list_a: The table `list_a` becomes a part of another.
-- BEHAVIOUR_CHANGE: queries of the whole find more or fewer rows, as those of `list_a` are its rows too
-- MAY_FAIL_ON_DATA: it fails where a row of `list_a` is not one that it takes; move those rows first
-- LOCKS_ALL: nobody reads or writes `list_a` while its rows are looked at
ALTER TABLE public.list ATTACH PARTITION public.list_a FOR VALUES IN ('a');

COMMIT;

-- Part 3 of 4: contract.

BEGIN;

-- table.drop t_middle: The table `t_middle` is dropped.
-- DELETES_DATA: every row of `t_middle` is lost; stop using the table in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t_middle
DROP TABLE public.t_middle;

COMMIT;

-- Part 4 of 4: switch.

BEGIN;

-- table.lineage t_new: The table `t_new` takes other rows of the whole.
ALTER TABLE public.t DETACH PARTITION public.t_new;

-- table.lineage t_old: The table `t_old` takes other rows of the whole.
ALTER TABLE public.t DETACH PARTITION public.t_old;

-- table.lineage t_new: The table `t_new` takes other rows of the whole.
-- MAY_FAIL_ON_DATA: it fails where a row of `t_new` is not one that it takes; move those rows first
-- LOCKS_ALL: nobody reads or writes `t_new` while its rows are looked at
ALTER TABLE public.t ATTACH PARTITION public.t_new FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);

-- table.lineage t_old: The table `t_old` takes other rows of the whole.
-- MAY_FAIL_ON_DATA: it fails where a row of `t_old` is not one that it takes; move those rows first
-- LOCKS_ALL: nobody reads or writes `t_old` while its rows are looked at
ALTER TABLE public.t ATTACH PARTITION public.t_old FOR VALUES FROM (MINVALUE) TO ('2025-01-01');

COMMIT;
