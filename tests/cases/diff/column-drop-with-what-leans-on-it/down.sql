-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 8: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: the values of `leads.fax` are lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: the values of `leads.fax` are lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 8: expand.

BEGIN;

-- column.add leads.fax: The column `leads.fax` is added.
-- IRREVERSIBLE: the values of `leads.fax` are gone, so it stays nullable where there are rows
ALTER TABLE public.leads ADD COLUMN fax text;

-- check.add leads.leads_faxed_check: The check `leads_faxed_check` of `leads` is added.
ALTER TABLE public.leads ADD CONSTRAINT leads_faxed_check CHECK (fax <> name) NOT VALID;

-- privilege.grant leads.demo_app: `demo_app` may INSERT (fax), UPDATE (fax) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (fax), UPDATE (fax) on `leads`
GRANT INSERT (fax), UPDATE (fax) ON TABLE public.leads TO demo_app;

COMMIT;

-- Part 3 of 8: index, outside a transaction.

-- index.add leads.leads_organization_id_fax_idx: The index `leads_organization_id_fax_idx` of `leads` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE INDEX CONCURRENTLY leads_organization_id_fax_idx ON public.leads (organization_id, (lower(fax)));

-- Part 4 of 8: index, outside a transaction.

-- unique.add leads.leads_organization_id_fax_key: The unique constraint `leads_organization_id_fax_key` of `leads` is
-- made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `leads` are alike; find the rows that are alike, and mend them first
-- INDEX_BUILD: an index of `leads` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY leads_organization_id_fax_key ON public.leads (organization_id, fax);

-- Part 5 of 8: validate.

BEGIN;

-- check.add leads.leads_faxed_check: The check `leads_faxed_check` of `leads` is added.
-- MAY_FAIL_ON_DATA: it fails where a row does not hold to `fax <> name`; mend those rows first
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_faxed_check;

COMMIT;

-- Part 6 of 8: switch.

BEGIN;

-- column.add leads.fax: The column `leads.fax` is added.
-- LOCKS_ALL: nobody reads or writes `leads` until the transaction ends, as row security is lifted from the owner
--            meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
DO $crmgen$
BEGIN
    IF EXISTS (SELECT FROM public.leads WHERE fax IS NULL) THEN
        RAISE WARNING USING MESSAGE = 'public.leads.fax is empty in rows that are there, so it stays nullable';
    ELSE
        ALTER TABLE public.leads ALTER COLUMN fax SET NOT NULL;
    END IF;
END
$crmgen$;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

-- unique.add leads.leads_organization_id_fax_key: The unique constraint `leads_organization_id_fax_key` of `leads` is
-- made.
ALTER TABLE public.leads ADD CONSTRAINT leads_organization_id_fax_key UNIQUE USING INDEX leads_organization_id_fax_key;

COMMIT;

-- Part 7 of 8: rewrite.

BEGIN;

-- column.add leads.digits: The column `leads.digits` is added.
-- REWRITES_TABLE: every row of `leads` is written again, with its value of `digits`
ALTER TABLE public.leads ADD COLUMN digits text GENERATED ALWAYS AS (lower(fax)) STORED;

COMMIT;

-- Part 8 of 8: contract, outside a transaction.

-- index.drop leads.leads_organization_id_idx: The index `leads_organization_id_idx` of `leads` is dropped.
-- INDEX_DROPPED: queries that use `leads_organization_id_idx` turn to `leads_organization_id_fax_idx`, which covers it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_organization_id_idx;
