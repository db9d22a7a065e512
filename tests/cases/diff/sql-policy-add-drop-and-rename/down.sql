-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: rename.

BEGIN;

-- policy.rename t.before: The policy `after` of `t` is called `before`.
ALTER POLICY after ON public.t RENAME TO before;

COMMIT;

-- Part 2 of 2: switch.

BEGIN;

-- policy.drop t.come: The policy `come` of `t` is dropped.
-- AUTHZ_NARROWS: PUBLIC (DELETE) may reach fewer rows of `t`
DROP POLICY come ON public.t;

-- policy.add t.gone: The policy `gone` of `t` is added.
-- AUTHZ_WIDENS: PUBLIC (SELECT) may reach more rows of `t`
CREATE POLICY gone ON public.t AS PERMISSIVE FOR SELECT TO PUBLIC USING (a > 0);

COMMIT;
