-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rewrite.

BEGIN;

-- enum.swap Score: The type `Score` has its values in another order.
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TYPE public."Score" RENAME TO "crmgen_old_Score";

CREATE TYPE public."Score" AS ENUM ('HOT', 'WARM', 'COLD');

-- dependent.remake leads.leads_scored_check: The constraint `leads.leads_scored_check` is made again with `leads`.
ALTER TABLE public.leads DROP CONSTRAINT leads_scored_check;

-- enum.swap Score: The type `Score` has its values in another order.
ALTER TABLE public.leads
    ALTER COLUMN score DROP DEFAULT, ALTER COLUMN score TYPE public."Score" USING score::text::public."Score", ALTER COLUMN score SET DEFAULT 'HOT',
    ALTER COLUMN history TYPE public."Score"[] USING history::text[]::public."Score"[];

DROP TYPE public."crmgen_old_Score";

-- dependent.remake leads.leads_scored_check: The constraint `leads.leads_scored_check` is made again with `leads`.
ALTER TABLE public.leads ADD CONSTRAINT leads_scored_check CHECK (score <> 'COLD' OR history IS NOT NULL);

COMMIT;
