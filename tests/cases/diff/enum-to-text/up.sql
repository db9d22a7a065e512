-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 4: rewrite.

BEGIN;

-- column.type leads.state: The column `leads.state` changes its type from `public."State"` to `text`.
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE text, ALTER COLUMN state SET DEFAULT 'OPEN';

COMMIT;

-- Part 2 of 4: expand.

BEGIN;

-- check.add leads.leads_state_enum_check: The check `leads_state_enum_check` of `leads` is added.
ALTER TABLE public.leads ADD CONSTRAINT leads_state_enum_check CHECK (state IN ('OPEN', 'CLOSED')) NOT VALID;

COMMIT;

-- Part 3 of 4: validate.

BEGIN;

-- check.add leads.leads_state_enum_check: The check `leads_state_enum_check` of `leads` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `state IN ('OPEN', 'CLOSED')`; mend those rows first
--   count: SELECT count(*) FROM public.leads WHERE NOT (state IN ('OPEN', 'CLOSED'))
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_state_enum_check;

COMMIT;

-- Part 4 of 4: contract.

BEGIN;

-- enum.drop State: The type `State` is dropped.
DROP TYPE public."State";

COMMIT;
