-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: expand.

BEGIN;

-- function.change app.current_org_id: The function `app.current_org_id()` changes.
-- BEHAVIOUR_CHANGE: whatever calls `app.current_org_id()` gets what the new one does
-- TENANT_ISOLATION: 6 policies on `leads`, `organizations` ask `app.current_org_id()`, which says something else now;
--                   see that it lets nobody reach more than before, and accept the change in the schema
CREATE OR REPLACE FUNCTION app.current_org_id()
RETURNS uuid
LANGUAGE plpgsql
STABLE PARALLEL SAFE
SET search_path = ''
AS $function$
DECLARE
    context pg_catalog.text := pg_catalog.current_setting('app.current_org_id', true);
BEGIN
    IF context IS NULL OR context = '' THEN
        RAISE EXCEPTION 'tenant context is not set' USING
            ERRCODE = 'insufficient_privilege',
            HINT = 'Call app.set_org(uuid) first, in the same transaction.';
    END IF;
    IF context !~ '^[0-9.]+(/[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}){1,2}$' THEN
        RAISE EXCEPTION 'tenant context is malformed' USING
            ERRCODE = 'insufficient_privilege',
            HINT = 'Call app.set_org(uuid) first, in the same transaction.';
    END IF;
    IF pg_catalog.split_part(context, '/', 1) <> EXTRACT(epoch FROM pg_catalog.transaction_timestamp())::pg_catalog.text THEN
        RAISE EXCEPTION 'tenant context belongs to another transaction' USING
            ERRCODE = 'insufficient_privilege',
            HINT = 'Call app.set_org(uuid) first, in the same transaction.';
    END IF;
    RETURN pg_catalog.split_part(context, '/', 2)::pg_catalog.uuid;
END
$function$;

COMMIT;
