-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- table.lineage c: The table `c` inherits from others than before.
-- BEHAVIOUR_CHANGE: queries of other tables find more or fewer rows, as those of `c` are theirs too
ALTER TABLE public.c NO INHERIT public.b;

ALTER TABLE public.c INHERIT public.a;

COMMIT;
