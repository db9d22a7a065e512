-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 6: expand.

BEGIN;

-- object.change code: The domain `public.code` changes.
-- BEHAVIOUR_CHANGE: inserts that leave out a column of it store another value, or none
ALTER DOMAIN public.code SET DEFAULT 'x';

ALTER DOMAIN public.code ADD CONSTRAINT plain CHECK (value <> '') NOT VALID;

ALTER DOMAIN public.code ADD CONSTRAINT crmgen_new_short CHECK (length(value) < 9) NOT VALID;

COMMIT;

-- Part 2 of 6: validate.

BEGIN;

-- object.change code: The domain `public.code` changes.
-- MAY_FAIL_ON_DATA: it fails where a value of it does not hold to `value <> ''`; mend those rows first
--   count: SELECT (SELECT count(*) FROM (SELECT b AS value FROM public.t) AS rows WHERE NOT (value <> '')) + 0
-- LOCKS_WRITES: nobody writes to tables that have it while they are read
ALTER DOMAIN public.code VALIDATE CONSTRAINT plain;

COMMIT;

-- Part 3 of 6: validate.

BEGIN;

-- object.change code: The domain `public.code` changes.
-- MAY_FAIL_ON_DATA: it fails where a value of it does not hold to `length(value) < 9`; mend those rows first
--   count: SELECT (SELECT count(*) FROM (SELECT b AS value FROM public.t) AS rows WHERE NOT (length(value) < 9)) + 0
-- LOCKS_WRITES: nobody writes to tables that have it while they are read
ALTER DOMAIN public.code VALIDATE CONSTRAINT crmgen_new_short;

COMMIT;

-- Part 4 of 6: switch.

BEGIN;

-- object.change amount: The domain `public.amount` changes.
-- BEHAVIOUR_CHANGE: inserts that leave out a column of it store another value, or none
ALTER DOMAIN public.amount DROP DEFAULT;

ALTER DOMAIN public.amount DROP NOT NULL;

-- INTEGRITY_LOOSENED: values are no longer held to `positive`
ALTER DOMAIN public.amount DROP CONSTRAINT positive;

-- object.change code: The domain `public.code` changes.
-- MAY_FAIL_ON_DATA: it fails where a value of it is NULL; mend those rows first
--   count: SELECT (SELECT count(*) FROM (SELECT b AS value FROM public.t) AS rows WHERE value IS NULL) + 0
-- LOCKS_WRITES: nobody writes to tables that have it while they are read
ALTER DOMAIN public.code SET NOT NULL;

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
COMMENT ON DOMAIN public.code IS NULL;

COMMIT;
