-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: rename.

BEGIN;

-- policy.rename t.after: The policy `before` of `t` is called `after`.
ALTER POLICY before ON public.t RENAME TO after;

COMMIT;

-- Part 2 of 2: switch.

BEGIN;

-- policy.drop t.gone: The policy `gone` of `t` is dropped.
-- AUTHZ_NARROWS: PUBLIC (SELECT) may reach fewer rows of `t`
DROP POLICY gone ON public.t;

-- policy.add t.come: The policy `come` of `t` is added.
-- AUTHZ_WIDENS: PUBLIC (DELETE) may reach more rows of `t`
CREATE POLICY come ON public.t AS PERMISSIVE FOR DELETE TO PUBLIC USING (a > 2);

COMMIT;
