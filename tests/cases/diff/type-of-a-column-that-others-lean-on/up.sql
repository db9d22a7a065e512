-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: rewrite.

BEGIN;

-- column.generated leads.twice: The column `leads.twice` is worked out anew.
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads DROP COLUMN twice;

-- dependent.remake leads.leads_organization_id_name_idx: The index `leads.leads_organization_id_name_idx` is made again
-- with `leads`.
DROP INDEX public.leads_organization_id_name_idx;

-- dependent.remake leads.leads_score_check: The constraint `leads.leads_score_check` is made again with `leads`.
ALTER TABLE public.leads DROP CONSTRAINT leads_score_check;

-- dependent.remake leads.readonly_select: The policy `leads.readonly_select` is made again with `leads`.
DROP POLICY readonly_select ON public.leads;

-- column.type leads.score: The column `leads.score` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `leads` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `leads` is written again, while nobody reads or writes
ALTER TABLE public.leads ALTER COLUMN score DROP DEFAULT, ALTER COLUMN score TYPE bigint, ALTER COLUMN score SET DEFAULT 0;

-- column.generated leads.twice: The column `leads.twice` is worked out anew.
ALTER TABLE public.leads ADD COLUMN twice bigint GENERATED ALWAYS AS (score * 2) STORED;

-- dependent.remake leads.leads_organization_id_name_idx: The index `leads.leads_organization_id_name_idx` is made again
-- with `leads`.
CREATE INDEX leads_organization_id_name_idx ON public.leads (organization_id, name) WHERE score > 10;

-- dependent.remake leads.leads_score_check: The constraint `leads.leads_score_check` is made again with `leads`.
ALTER TABLE public.leads ADD CONSTRAINT leads_score_check CHECK (score >= 0);

-- dependent.remake leads.readonly_select: The policy `leads.readonly_select` is made again with `leads`.
CREATE POLICY readonly_select ON public.leads AS PERMISSIVE FOR SELECT TO demo_readonly USING (organization_id = (SELECT app.current_org_id()) AND (score > 5));

COMMIT;
