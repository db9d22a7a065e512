-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: switch.

BEGIN;

-- trigger.drop t.touched: The trigger `touched` of `t` is dropped.
-- BEHAVIOUR_CHANGE: what happens by itself when rows of `t` are written changes
DROP TRIGGER touched ON public.t;

COMMIT;

-- Part 2 of 2: contract.

BEGIN;

-- function.drop touch: The function `public.touch()` is dropped.
-- UNTRACKED_DEPENDENCY: what still calls `public.touch()` fails; see that nothing calls it any more
DROP FUNCTION public.touch();

COMMIT;
