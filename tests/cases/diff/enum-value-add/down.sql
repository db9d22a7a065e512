-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rewrite.

BEGIN;

-- enum.swap State: The type `State` loses `LOST`.
-- MAY_FAIL_ON_DATA: it fails where a row has `LOST`; mend those rows first
--   count: SELECT (SELECT count(*) FROM public.leads WHERE state::text IN ('LOST'))
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TYPE public."State" RENAME TO "crmgen_old_State";

CREATE TYPE public."State" AS ENUM ('OPEN', 'CLOSED');

ALTER TABLE public.leads ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE public."State" USING state::text::public."State", ALTER COLUMN state SET DEFAULT 'OPEN';

DROP TYPE public."crmgen_old_State";

COMMIT;
