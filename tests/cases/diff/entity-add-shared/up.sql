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

-- table.add currencies: The table `currencies` is made.
CREATE TABLE public.currencies (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    code char(3) NOT NULL,
    CONSTRAINT currencies_pkey PRIMARY KEY (id),
    CONSTRAINT currencies_code_key UNIQUE (code)
);

-- policy.add currencies.app_select: The policy `app_select` of `currencies` is made.
CREATE POLICY app_select ON public.currencies AS PERMISSIVE FOR SELECT TO demo_app USING (true);

-- policy.add currencies.readonly_select: The policy `readonly_select` of `currencies` is made.
CREATE POLICY readonly_select ON public.currencies AS PERMISSIVE FOR SELECT TO demo_readonly USING (true);

-- row_security.enable currencies: Row security of `currencies` is turned on.
ALTER TABLE public.currencies ENABLE ROW LEVEL SECURITY;

-- row_security.force currencies: Row security of `currencies` holds for the owner too.
ALTER TABLE public.currencies FORCE ROW LEVEL SECURITY;

-- privilege.grant currencies.demo_admin: `demo_admin` may DELETE, INSERT, SELECT, UPDATE on `currencies`.
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.currencies TO demo_admin;

-- privilege.grant currencies.demo_app: `demo_app` may SELECT on `currencies`.
GRANT SELECT ON TABLE public.currencies TO demo_app;

-- privilege.grant currencies.demo_readonly: `demo_readonly` may SELECT on `currencies`.
GRANT SELECT ON TABLE public.currencies TO demo_readonly;

COMMIT;
