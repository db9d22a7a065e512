-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- privilege.revoke t.reader: `reader` may no longer SELECT (a, id) on `t`.
-- AUTHZ_NARROWS: `reader` may no longer SELECT (a, id) on `t`
REVOKE SELECT (a, id) ON TABLE public.t FROM reader;

-- privilege.grant t.reader: `reader` may SELECT on `t`.
-- AUTHZ_WIDENS: `reader` may SELECT on `t`
GRANT SELECT ON TABLE public.t TO reader;

-- privilege.revoke t.writer: `writer` may no longer UPDATE (a) on `t`.
-- AUTHZ_NARROWS: `writer` may no longer UPDATE (a) on `t`
REVOKE UPDATE (a) ON TABLE public.t FROM writer;

-- privilege.grant t.writer: `writer` may UPDATE on `t`.
-- AUTHZ_WIDENS: `writer` may UPDATE on `t`
GRANT UPDATE ON TABLE public.t TO writer;

COMMIT;
