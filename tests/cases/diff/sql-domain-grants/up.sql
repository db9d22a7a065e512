-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: expand.

BEGIN;

-- privilege.default functions: What PUBLIC may do with functions that are made later changes.
-- AUTHZ_NARROWS: functions that are made later come with other privileges
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- privilege.default tables: What one may do with tables that are made later changes.
-- AUTHZ_WIDENS: tables that are made later come with other privileges
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO one;

-- table.add t: The table `t` is made.
CREATE TABLE public.t (
    id integer
);

-- function.add f: The function `public.f()` is made.
CREATE FUNCTION public.f()
RETURNS integer
LANGUAGE sql
AS $function$SELECT 1$function$;

-- privilege.grant mood.two: `two` may USAGE on `mood`.
-- AUTHZ_WIDENS: `two` may USAGE on `mood`
GRANT USAGE ON TYPE public.mood TO two;

COMMIT;

-- Part 2 of 3: switch.

BEGIN;

-- privilege.revoke amount.PUBLIC: Everybody may no longer USAGE on `amount`.
-- AUTHZ_NARROWS: Everybody may no longer USAGE on `amount`
REVOKE USAGE ON TYPE public.amount FROM PUBLIC;

-- privilege.revoke amount.one: `one` may no longer USAGE on `amount`.
-- AUTHZ_NARROWS: `one` may no longer USAGE on `amount`
REVOKE USAGE ON TYPE public.amount FROM one;

-- privilege.grant amount.two: `two` may USAGE on `amount`.
-- AUTHZ_WIDENS: `two` may USAGE on `amount`
GRANT USAGE ON TYPE public.amount TO two;

COMMIT;

-- Part 3 of 3: switch.

BEGIN;

-- privilege.grant size.two: `two` may USAGE on `size`.
-- AUTHZ_WIDENS: `two` may USAGE on `size`
GRANT USAGE ON TYPE public.size TO two;

COMMIT;
