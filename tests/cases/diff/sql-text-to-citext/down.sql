-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- column.type t.a: The column `t.a` changes its type from `citext` to `text`.
-- LOCKS_ALL: `t` is locked for a moment; indexes on `a` may be built again
-- column.type t.b: The column `t.b` changes its type from `citext` to `varchar(9)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `b` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.t WHERE length(b::text) > 9
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
-- column.type t.c: The column `t.c` changes its type from `text` to `citext`.
-- MAY_FAIL_ON_DATA: it fails where values of `c` that are unique differ in the case of letters alone; mend those rows
--                   first
-- LOCKS_ALL: `t` is locked for a moment; indexes on `c` may be built again
ALTER TABLE public.t
    ALTER COLUMN a TYPE text,
    ALTER COLUMN b TYPE varchar(9),
    ALTER COLUMN c TYPE citext;

COMMIT;
