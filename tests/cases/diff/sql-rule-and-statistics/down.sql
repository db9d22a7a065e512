-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: switch.

BEGIN;

-- object.add t.kept: The rule `kept` of `t` is made.
-- BEHAVIOUR_CHANGE: `kept` rewrites what is asked
CREATE RULE kept AS ON DELETE TO t DO INSTEAD NOTHING;

COMMIT;

-- Part 2 of 2: contract.

BEGIN;

-- object.drop together: The statistics `public.together` is dropped.
DROP STATISTICS public.together;

COMMIT;
