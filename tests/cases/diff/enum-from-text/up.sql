-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: expand.

BEGIN;

-- enum.add State: The type `State` is made.
CREATE TYPE public."State" AS ENUM ('OPEN', 'CLOSED');

-- check.drop leads.leads_state_enum_check: The check `leads_state_enum_check` of `leads` is dropped.
-- INTEGRITY_LOOSENED: rows are no longer held to `state IN ('OPEN', 'CLOSED')`
ALTER TABLE public.leads DROP CONSTRAINT leads_state_enum_check;

COMMIT;

-- Part 2 of 2: rewrite.

BEGIN;

-- column.type leads.state: The column `leads.state` changes its type from `text` to `public."State"`.
-- CHANGES_VALUES: values of `state` become what `using` says
--   count: SELECT count(*) FROM public.leads WHERE state IS NOT NULL
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE public."State" USING state::public."State", ALTER COLUMN state SET DEFAULT 'OPEN';

COMMIT;
