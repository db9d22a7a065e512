-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: contract.

BEGIN;

-- table.drop currencies: The table `currencies` is dropped.
-- DELETES_DATA: every row of `currencies` is lost; stop using the table in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.currencies
DROP TABLE public.currencies;

COMMIT;
