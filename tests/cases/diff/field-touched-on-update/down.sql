-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: switch.

BEGIN;

-- trigger.drop leads.touch_updated_at: The trigger `touch_updated_at` of `leads` is dropped.
-- BEHAVIOUR_CHANGE: what happens by itself when rows of `leads` are written changes
DROP TRIGGER touch_updated_at ON public.leads;

COMMIT;

-- Part 2 of 2: contract.

BEGIN;

-- function.drop app.touch_updated_at: The function `app.touch_updated_at()` is dropped.
-- UNTRACKED_DEPENDENCY: what still calls `app.touch_updated_at()` fails; see that nothing calls it any more
DROP FUNCTION app.touch_updated_at();

COMMIT;
