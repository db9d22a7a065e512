-- [as]
keeper

-- [old]
CREATE TABLE orgs (id integer PRIMARY KEY, rank integer NOT NULL);
CREATE TABLE leads (id integer PRIMARY KEY, org integer NOT NULL);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'a trigger runs'; END $$;
CREATE TRIGGER refuse BEFORE UPDATE ON leads FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE POLICY wall ON orgs FOR ALL TO PUBLIC USING (id = current_setting('app.org')::integer);
CREATE POLICY wall ON leads FOR ALL TO PUBLIC USING (org = current_setting('app.org')::integer);
ALTER TABLE orgs ENABLE ROW LEVEL SECURITY;
ALTER TABLE orgs FORCE ROW LEVEL SECURITY;
ALTER TABLE leads ENABLE ROW LEVEL SECURITY;
ALTER TABLE leads FORCE ROW LEVEL SECURITY;

-- [new]
CREATE TABLE orgs (id integer PRIMARY KEY, rank integer NOT NULL);
CREATE TABLE leads (id integer PRIMARY KEY, org integer NOT NULL, rank integer NOT NULL);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'a trigger runs'; END $$;
CREATE TRIGGER refuse BEFORE UPDATE ON leads FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE POLICY wall ON orgs FOR ALL TO PUBLIC USING (id = current_setting('app.org')::integer);
CREATE POLICY wall ON leads FOR ALL TO PUBLIC USING (org = current_setting('app.org')::integer);
ALTER TABLE orgs ENABLE ROW LEVEL SECURITY;
ALTER TABLE orgs FORCE ROW LEVEL SECURITY;
ALTER TABLE leads ENABLE ROW LEVEL SECURITY;
ALTER TABLE leads FORCE ROW LEVEL SECURITY;

-- [hints]
backfill leads.rank: (SELECT o.rank FROM orgs AS o WHERE o.id = leads.org)

-- [rows]
INSERT INTO orgs VALUES (1, 10), (2, 20);
INSERT INTO leads VALUES (1, 1), (2, 2);

-- [query]
SELECT id, rank FROM leads ORDER BY id;

-- [answer]
1|10
2|20

-- [hazards]
BACKFILLS_ROWS
LOCKS_ALL

-- [up]
-- expand (a transaction)
ALTER TABLE public.leads ADD COLUMN rank integer;
-- backfill (outside a transaction)
DO $crmgen$
#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size('public.leads') / pg_catalog.current_setting('block_size')::bigint;
    crmgen_bypass boolean;
BEGIN
    SELECT rolsuper OR rolbypassrls INTO STRICT crmgen_bypass
    FROM pg_catalog.pg_roles WHERE rolname = current_user;
    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
        IF NOT crmgen_bypass THEN ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY; END IF;
        IF NOT crmgen_bypass THEN ALTER TABLE public.orgs NO FORCE ROW LEVEL SECURITY; END IF;
        ALTER TABLE public.leads DISABLE TRIGGER USER;
        UPDATE public.leads SET rank = ((SELECT o.rank FROM orgs AS o WHERE o.id = leads.org))
        WHERE rank IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        ALTER TABLE public.leads ENABLE TRIGGER USER;
        IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
        IF NOT crmgen_bypass THEN ALTER TABLE public.orgs FORCE ROW LEVEL SECURITY; END IF;
        COMMIT;
    END LOOP;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY; END IF;
    IF NOT crmgen_bypass THEN ALTER TABLE public.orgs NO FORCE ROW LEVEL SECURITY; END IF;
    ALTER TABLE public.leads DISABLE TRIGGER USER;
    UPDATE public.leads SET rank = ((SELECT o.rank FROM orgs AS o WHERE o.id = leads.org))
    WHERE rank IS NULL;
    ALTER TABLE public.leads ENABLE TRIGGER USER;
    IF NOT crmgen_bypass THEN ALTER TABLE public.leads FORCE ROW LEVEL SECURITY; END IF;
    IF NOT crmgen_bypass THEN ALTER TABLE public.orgs FORCE ROW LEVEL SECURITY; END IF;
END
$crmgen$;
-- validate (a transaction)
ALTER TABLE public.leads ADD CONSTRAINT crmgen_not_null_rank CHECK (rank IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.leads VALIDATE CONSTRAINT crmgen_not_null_rank;
-- switch (a transaction)
ALTER TABLE public.leads ALTER COLUMN rank SET NOT NULL;
ALTER TABLE public.leads DROP CONSTRAINT crmgen_not_null_rank;

-- [down]
-- contract (a transaction)
ALTER TABLE public.leads DROP COLUMN rank;
