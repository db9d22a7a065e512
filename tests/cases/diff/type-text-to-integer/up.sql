-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rewrite.

BEGIN;

-- column.type leads.score: The column `leads.score` changes its type from `text` to `integer`.
-- MAY_FAIL_ON_DATA: it fails where a value of `score` cannot be read as the new type; mend those rows first, or say
--                   `using:` on the field
-- IRREVERSIBLE: `score` loses how its values were written: the way back writes each as PostgreSQL does
--   count: SELECT count(*) FROM public.leads WHERE score IS NOT NULL
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads ALTER COLUMN score TYPE integer USING score::integer;

COMMIT;
