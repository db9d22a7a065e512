-- [old]
CREATE TABLE public.orgs (id uuid NOT NULL, CONSTRAINT orgs_pkey PRIMARY KEY (id));
CREATE TABLE public.leads (id bigint NOT NULL, name text, CONSTRAINT leads_pkey PRIMARY KEY (id));
GRANT SELECT, INSERT ON TABLE public.leads TO app;

-- [new]
CREATE SCHEMA app_own;
CREATE FUNCTION app_own.org() RETURNS uuid LANGUAGE sql STABLE SET search_path = '' AS $$ SELECT current_setting('app.org')::uuid $$;
REVOKE ALL ON FUNCTION app_own.org() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_own.org() TO app;
GRANT USAGE ON SCHEMA app_own TO app;
CREATE TABLE public.orgs (id uuid NOT NULL, CONSTRAINT orgs_pkey PRIMARY KEY (id));
CREATE TABLE public.leads (id bigint NOT NULL, name text, org uuid NOT NULL, CONSTRAINT leads_pkey PRIMARY KEY (id), CONSTRAINT leads_org_id_key UNIQUE (org, id));
ALTER TABLE public.leads ADD CONSTRAINT leads_org_fkey FOREIGN KEY (org) REFERENCES public.orgs (id) ON DELETE CASCADE;
CREATE TABLE public.notes (id bigint NOT NULL, org uuid NOT NULL, lead bigint, CONSTRAINT notes_pkey PRIMARY KEY (id));
ALTER TABLE public.notes ADD CONSTRAINT notes_lead_fkey FOREIGN KEY (org, lead) REFERENCES public.leads (org, id);
CREATE POLICY wall ON public.leads AS RESTRICTIVE USING (org = (SELECT app_own.org()));
CREATE POLICY app_access ON public.leads TO app USING (true);
ALTER TABLE public.leads ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;
CREATE POLICY wall ON public.notes AS RESTRICTIVE USING (org = (SELECT app_own.org()));
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notes FORCE ROW LEVEL SECURITY;
GRANT SELECT ON TABLE public.notes TO app;
GRANT SELECT, INSERT ON TABLE public.leads TO app;

-- [hints]
backfill public.leads.org: (SELECT min(id::text)::uuid FROM public.orgs)

-- [rows]
INSERT INTO public.orgs VALUES ('00000000-0000-0000-0000-000000000001'); INSERT INTO public.leads VALUES (1, 'a'), (2, 'b');

-- [query]
SELECT id, org FROM public.leads ORDER BY id

-- [answer]
1|00000000-0000-0000-0000-000000000001
2|00000000-0000-0000-0000-000000000001

-- [hazards]
AUTHZ_NARROWS
BACKFILLS_ROWS
INDEX_BUILD
LOCKS_ALL
MAY_FAIL_ON_DATA
NOT_TRANSACTIONAL

-- [up]
-- expand (a transaction)
CREATE SCHEMA IF NOT EXISTS app_own;
CREATE TABLE public.notes (
    id bigint NOT NULL,
    org uuid NOT NULL,
    lead bigint,
    CONSTRAINT notes_pkey PRIMARY KEY (id)
);
ALTER TABLE public.leads ADD COLUMN org uuid;
CREATE FUNCTION app_own.org()
RETURNS uuid
LANGUAGE sql
STABLE
SET search_path = ''
AS $function$ SELECT current_setting('app.org')::uuid $function$;
ALTER TABLE public.leads ADD CONSTRAINT leads_org_fkey FOREIGN KEY (org) REFERENCES public.orgs (id) ON DELETE CASCADE NOT VALID;
CREATE POLICY wall ON public.notes AS RESTRICTIVE FOR ALL TO PUBLIC USING (org = (SELECT app_own.org()));
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notes FORCE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA app_own TO app;
REVOKE EXECUTE ON FUNCTION app_own.org() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_own.org() TO app;
GRANT SELECT ON TABLE public.notes TO app;
-- backfill (outside a transaction)
DO $crmgen$
#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size('public.leads') / pg_catalog.current_setting('block_size')::bigint;
BEGIN
    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
        UPDATE public.leads SET org = ((SELECT min(id::text)::uuid FROM public.orgs))
        WHERE org IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        COMMIT;
    END LOOP;
    UPDATE public.leads SET org = ((SELECT min(id::text)::uuid FROM public.orgs))
    WHERE org IS NULL;
END
$crmgen$;
-- index (outside a transaction)
CREATE UNIQUE INDEX CONCURRENTLY leads_org_id_key ON public.leads (org, id);
-- validate (a transaction)
ALTER TABLE public.leads ADD CONSTRAINT crmgen_not_null_org CHECK (org IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.leads VALIDATE CONSTRAINT crmgen_not_null_org;
-- validate (a transaction)
ALTER TABLE public.leads VALIDATE CONSTRAINT leads_org_fkey;
-- switch (a transaction)
ALTER TABLE public.leads ALTER COLUMN org SET NOT NULL;
ALTER TABLE public.leads DROP CONSTRAINT crmgen_not_null_org;
ALTER TABLE public.leads ADD CONSTRAINT leads_org_id_key UNIQUE USING INDEX leads_org_id_key;
ALTER TABLE public.notes ADD CONSTRAINT notes_lead_fkey FOREIGN KEY (org, lead) REFERENCES public.leads (org, id);
-- switch (a transaction: policies public.leads)
CREATE POLICY wall ON public.leads AS RESTRICTIVE FOR ALL TO PUBLIC USING (org = (SELECT app_own.org()));
CREATE POLICY app_access ON public.leads AS PERMISSIVE FOR ALL TO app USING (true);
ALTER TABLE public.leads ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.leads FORCE ROW LEVEL SECURITY;

-- [down]
-- expand (a transaction)
ALTER TABLE public.leads DROP CONSTRAINT leads_org_fkey;
ALTER TABLE public.notes DROP CONSTRAINT notes_lead_fkey;
-- switch (a transaction: policies public.leads)
DROP POLICY app_access ON public.leads;
DROP POLICY wall ON public.leads;
ALTER TABLE public.leads DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;
-- contract (a transaction)
DROP TABLE public.notes;
-- switch (a transaction: keys public.leads)
ALTER TABLE public.leads DROP CONSTRAINT leads_org_id_key;
-- contract (a transaction)
ALTER TABLE public.leads DROP COLUMN org;
DROP FUNCTION app_own.org();
-- retire (a transaction)
DROP SCHEMA app_own;
