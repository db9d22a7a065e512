-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: expand.

BEGIN;

-- function.add app.touch_updated_at: The function `app.touch_updated_at()` is made.
CREATE FUNCTION app.touch_updated_at()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $function$
BEGIN
    NEW.updated_at := pg_catalog.now();
    RETURN NEW;
END
$function$;

-- privilege.revoke app.touch_updated_at.PUBLIC: Everybody may no longer EXECUTE on `app.touch_updated_at`.
REVOKE EXECUTE ON FUNCTION app.touch_updated_at() FROM PUBLIC;

-- trigger.add leads.touch_updated_at: The trigger `touch_updated_at` of `leads` is added.
-- BEHAVIOUR_CHANGE: what happens by itself when rows of `leads` are written changes
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.leads FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

-- comment app.touch_updated_at: The comment on FUNCTION app.touch_updated_at() changes.
COMMENT ON FUNCTION app.touch_updated_at() IS 'Trigger: sets updated_at to the time of the change.';

COMMIT;
