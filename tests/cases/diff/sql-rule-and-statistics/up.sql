-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- object.add together: The statistics `public.together` is made.
CREATE STATISTICS together (dependencies) ON a, b FROM t;

-- object.drop t.kept: The rule `kept` of `t` is dropped.
-- BEHAVIOUR_CHANGE: `kept` no longer rewrites what is asked
DROP RULE kept ON public.t;

COMMIT;
