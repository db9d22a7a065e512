-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: expand.

BEGIN;

-- foreign_key.drop c.c_b_id_fkey: The foreign key `c_b_id_fkey` of `c` is dropped.
-- INTEGRITY_LOOSENED: rows of `c` may point at rows of `b` that are not there
ALTER TABLE public.c DROP CONSTRAINT c_b_id_fkey;

COMMIT;

-- Part 2 of 2: contract.

BEGIN;

-- table.drop b: The table `b` is dropped.
-- IRREVERSIBLE: the way back makes `b` empty
-- DELETES_DATA: every row of `b` is lost; stop using the table in one release and drop it in the next, with a backup
--   count: SELECT count(*) FROM public.b
DROP TABLE public.b;

COMMIT;
