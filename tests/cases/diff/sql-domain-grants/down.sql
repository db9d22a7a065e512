-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 4: expand.

BEGIN;

-- privilege.default functions: What PUBLIC may do with functions that are made later changes.
-- AUTHZ_WIDENS: functions that are made later come with other privileges
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;

-- privilege.default tables: What one may do with tables that are made later changes.
-- AUTHZ_NARROWS: tables that are made later come with other privileges
ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM one;

-- privilege.revoke mood.two: `two` may no longer USAGE on `mood`.
-- AUTHZ_NARROWS: `two` may no longer USAGE on `mood`
REVOKE USAGE ON TYPE public.mood FROM two;

COMMIT;

-- Part 2 of 4: switch.

BEGIN;

-- privilege.grant amount.PUBLIC: Everybody may USAGE on `amount`.
-- AUTHZ_WIDENS: Everybody may USAGE on `amount`
GRANT USAGE ON TYPE public.amount TO PUBLIC;

-- privilege.grant amount.one: `one` may USAGE on `amount`.
-- AUTHZ_WIDENS: `one` may USAGE on `amount`
GRANT USAGE ON TYPE public.amount TO one;

-- privilege.revoke amount.two: `two` may no longer USAGE on `amount`.
-- AUTHZ_NARROWS: `two` may no longer USAGE on `amount`
REVOKE USAGE ON TYPE public.amount FROM two;

COMMIT;

-- Part 3 of 4: switch.

BEGIN;

-- privilege.revoke size.two: `two` may no longer USAGE on `size`.
-- AUTHZ_NARROWS: `two` may no longer USAGE on `size`
REVOKE USAGE ON TYPE public.size FROM two;

COMMIT;

-- Part 4 of 4: contract.

BEGIN;

-- table.drop t: The table `t` is dropped.
-- DELETES_DATA: every row of `t` is lost; stop using the table in one release and drop it in the next, with a backup
--   count: SELECT count(*) FROM public.t
DROP TABLE public.t;

-- function.drop f: The function `public.f()` is dropped.
-- UNTRACKED_DEPENDENCY: what still calls `public.f()` fails; see that nothing calls it any more
DROP FUNCTION public.f();

COMMIT;
