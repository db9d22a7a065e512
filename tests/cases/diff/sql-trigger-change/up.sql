-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- trigger.change t.touched: The trigger `touched` of `t` changes.
-- BEHAVIOUR_CHANGE: what happens by itself when rows of `t` are written changes
CREATE OR REPLACE TRIGGER touched BEFORE INSERT OR UPDATE ON public.t FOR EACH ROW WHEN (new.a IS NULL) EXECUTE FUNCTION public.touch();

COMMIT;
