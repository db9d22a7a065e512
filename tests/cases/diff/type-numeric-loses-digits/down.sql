-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 2: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: values of `budget` are rounded or cut
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: values of `budget` are rounded or cut',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 2: rewrite.

BEGIN;

-- column.type leads.budget: The column `leads.budget` changes its type from `"numeric"(12,2)` to `"numeric"(12,4)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `budget` does not fit; mend those rows first
--   count: SELECT count(*) FROM public.leads WHERE budget IS NOT NULL
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads ALTER COLUMN budget TYPE "numeric"(12,4);

COMMIT;
