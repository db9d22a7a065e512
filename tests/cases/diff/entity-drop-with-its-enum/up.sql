-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: contract.

BEGIN;

-- table.drop campaigns: The table `campaigns` is dropped.
-- IRREVERSIBLE: the way back makes `campaigns` empty
-- DELETES_DATA: every row of `campaigns` is lost; stop using the table in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.campaigns
DROP TABLE public.campaigns;

-- enum.drop Channel: The type `Channel` is dropped.
DROP TYPE public."Channel";

COMMIT;
