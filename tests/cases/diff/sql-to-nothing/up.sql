-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: contract.

BEGIN;

-- foreign_key.drop b.b_a_id_fkey: The foreign key `b_a_id_fkey` of `b` is dropped before its table.
ALTER TABLE public.b DROP CONSTRAINT b_a_id_fkey;

-- table.drop a: The table `a` is dropped.
-- IRREVERSIBLE: the way back makes `a` empty
-- DELETES_DATA: every row of `a` is lost; stop using the table in one release and drop it in the next, with a backup
--   count: SELECT count(*) FROM public.a
DROP TABLE public.a;

-- enum.drop mood: The type `mood` is dropped.
DROP TYPE public.mood;

-- table.drop b: The table `b` is dropped.
-- IRREVERSIBLE: the way back makes `b` empty
-- DELETES_DATA: every row of `b` is lost; stop using the table in one release and drop it in the next, with a backup
--   count: SELECT count(*) FROM public.b
DROP TABLE public.b;

COMMIT;
