-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- function.add touch: The function `public.touch()` is made.
CREATE FUNCTION public.touch()
RETURNS trigger
LANGUAGE plpgsql
AS $function$ BEGIN NEW.a := 1; RETURN NEW; END $function$;

-- trigger.add t.touched: The trigger `touched` of `t` is added.
-- BEHAVIOUR_CHANGE: what happens by itself when rows of `t` are written changes
CREATE TRIGGER touched BEFORE UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION public.touch();

COMMIT;
