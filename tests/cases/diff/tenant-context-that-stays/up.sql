-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

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
            HINT = 'Call app.set_org(uuid) first, or set app.current_org_id to the tenant''s id.';
    END IF;
    IF context !~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(/[0-9A-Fa-f-]{36})?$' THEN
        RAISE EXCEPTION 'tenant context is malformed' USING
            ERRCODE = 'insufficient_privilege',
            HINT = 'Call app.set_org(uuid) first, or set app.current_org_id to the tenant''s id.';
    END IF;
    RETURN pg_catalog.split_part(context, '/', 1)::pg_catalog.uuid;
END
$function$;

-- function.change app.org_context: The function `app.org_context(uuid, uuid)` changes.
-- BEHAVIOUR_CHANGE: whatever calls `app.org_context(uuid, uuid)` gets what the new one does
CREATE OR REPLACE FUNCTION app.org_context(tenant uuid, acting_user uuid DEFAULT NULL)
RETURNS text
LANGUAGE sql
STABLE PARALLEL SAFE
SET search_path = ''
AS $function$
    SELECT CASE WHEN tenant IS NOT NULL THEN pg_catalog.concat_ws(
        '/',
        tenant,
        acting_user
    ) END
$function$;

-- comment app.org_context: The comment on FUNCTION app.org_context(uuid, uuid) changes.
COMMENT ON FUNCTION app.org_context(uuid, uuid) IS 'The context''s value for a tenant and, where it matters, a user.';

COMMIT;
