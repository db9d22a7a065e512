-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- column.type t.a: The column `t.a` changes its type from `"json"` to `jsonb`.
-- IRREVERSIBLE: `a` loses how its values were written: layout, the order of keys, and keys that are there twice
--   count: SELECT count(*) FROM public.t WHERE a IS NOT NULL
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TABLE public.t ALTER COLUMN a TYPE jsonb;

COMMIT;
