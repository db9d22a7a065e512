-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 6: expand.

BEGIN;

-- object.change amount: The domain `public.amount` changes.
-- BEHAVIOUR_CHANGE: inserts that leave out a column of it store another value, or none
ALTER DOMAIN public.amount SET DEFAULT 0;

ALTER DOMAIN public.amount ADD CONSTRAINT positive CHECK (value >= 0) NOT VALID;

-- object.change code: The domain `public.code` changes.
-- BEHAVIOUR_CHANGE: inserts that leave out a column of it store another value, or none
ALTER DOMAIN public.code ADD CONSTRAINT crmgen_new_short CHECK (length(value) < 5) NOT VALID;

COMMIT;

-- Part 2 of 6: validate.

BEGIN;

-- object.change amount: The domain `public.amount` changes.
-- MAY_FAIL_ON_DATA: it fails where a value of it does not hold to `value >= 0`; mend those rows first
--   count: SELECT (SELECT count(*) FROM (SELECT a AS value FROM public.t) AS rows WHERE NOT (value >= 0)) + 0
-- LOCKS_WRITES: nobody writes to tables that have it while they are read
ALTER DOMAIN public.amount VALIDATE CONSTRAINT positive;

COMMIT;

-- Part 3 of 6: validate.

BEGIN;

-- object.change code: The domain `public.code` changes.
-- MAY_FAIL_ON_DATA: it fails where a value of it does not hold to `length(value) < 5`; mend those rows first
--   count: SELECT (SELECT count(*) FROM (SELECT b AS value FROM public.t) AS rows WHERE NOT (length(value) < 5)) + 0
-- LOCKS_WRITES: nobody writes to tables that have it while they are read
ALTER DOMAIN public.code VALIDATE CONSTRAINT crmgen_new_short;

COMMIT;

-- Part 4 of 6: switch.

BEGIN;

-- object.change amount: The domain `public.amount` changes.
-- MAY_FAIL_ON_DATA: it fails where a value of it is NULL; mend those rows first
--   count: SELECT (SELECT count(*) FROM (SELECT a AS value FROM public.t) AS rows WHERE value IS NULL) + 0
-- LOCKS_WRITES: nobody writes to tables that have it while they are read
ALTER DOMAIN public.amount SET NOT NULL;

-- object.change code: The domain `public.code` changes.
ALTER DOMAIN public.code DROP DEFAULT;

ALTER DOMAIN public.code DROP NOT NULL;

-- INTEGRITY_LOOSENED: values are no longer held to `plain`
ALTER DOMAIN public.code DROP CONSTRAINT plain;

COMMIT;

-- Part 5 of 6: switch.

BEGIN;

-- object.change code: The domain `public.code` changes.
ALTER DOMAIN public.code DROP CONSTRAINT short;

ALTER DOMAIN public.code RENAME CONSTRAINT crmgen_new_short TO short;

COMMIT;

-- Part 6 of 6: switch.

BEGIN;

-- comment code: The comment on DOMAIN public.code changes.
COMMENT ON DOMAIN public.code IS 'a word';

COMMIT;
