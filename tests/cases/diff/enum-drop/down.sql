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

-- IRREVERSIBLE: this migration cannot be undone: the values of `leads.state` are lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: the values of `leads.state` are lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 2: expand.

BEGIN;

-- enum.add State: The type `State` is made.
CREATE TYPE public."State" AS ENUM ('OPEN', 'CLOSED');

-- column.add leads.state: The column `leads.state` is added.
-- IRREVERSIBLE: the values of `leads.state` are gone, so it stays nullable where there are rows
ALTER TABLE public.leads ADD COLUMN state public."State";

-- privilege.grant leads.demo_app: `demo_app` may INSERT (state), UPDATE (state) on `leads`.
-- AUTHZ_WIDENS: `demo_app` may INSERT (state), UPDATE (state) on `leads`
GRANT INSERT (state), UPDATE (state) ON TABLE public.leads TO demo_app;

-- column.add leads.state: The column `leads.state` is added.
-- LOCKS_ALL: nobody reads or writes `leads` until the transaction ends, as row security is lifted from the owner
--            meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
DO $crmgen$
BEGIN
    IF EXISTS (SELECT FROM public.leads WHERE state IS NULL) THEN
        RAISE WARNING USING MESSAGE = 'public.leads.state is empty in rows that are there, so it stays nullable';
    ELSE
        ALTER TABLE public.leads ALTER COLUMN state SET NOT NULL;
    END IF;
END
$crmgen$;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

COMMIT;
