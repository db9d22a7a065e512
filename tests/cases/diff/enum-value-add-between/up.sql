-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 5: prepare, outside a transaction.

-- enum.value.add State: The type `State` has more values: `NEW`, `WAITING`, `STUCK`.
ALTER TYPE public."State" ADD VALUE IF NOT EXISTS 'NEW' BEFORE 'OPEN';

-- Part 2 of 5: prepare, outside a transaction.

-- enum.value.add State: The type `State` has more values: `NEW`, `WAITING`, `STUCK`.
ALTER TYPE public."State" ADD VALUE IF NOT EXISTS 'WAITING' AFTER 'OPEN';

-- Part 3 of 5: prepare, outside a transaction.

-- enum.value.add State: The type `State` has more values: `NEW`, `WAITING`, `STUCK`.
ALTER TYPE public."State" ADD VALUE IF NOT EXISTS 'STUCK' AFTER 'WAITING';

-- Part 4 of 5: expand.

BEGIN;

-- column.default leads.state: The column `leads.state` has the default `'NEW'` instead of `'OPEN'`.
-- BEHAVIOUR_CHANGE: inserts that leave out `state` store another value, or none
ALTER TABLE public.leads ALTER COLUMN state SET DEFAULT 'NEW';

-- check.add leads.leads_moves_check: The check `leads_moves_check` of `leads` is added.
ALTER TABLE public.leads ADD CONSTRAINT leads_moves_check CHECK (state <> 'STUCK') NOT VALID;

COMMIT;

-- Part 5 of 5: validate.

BEGIN;

-- check.add leads.leads_moves_check: The check `leads_moves_check` of `leads` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `state <> 'STUCK'`; mend those rows first
--   count: SELECT count(*) FROM public.leads WHERE NOT (state <> 'STUCK')
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_moves_check;

COMMIT;
