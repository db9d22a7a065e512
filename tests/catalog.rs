//! The catalog against the model, on a real PostgreSQL: `verify.sql` finds nothing where all is well, and every drift.

mod support;

use crmgen::model::Role;
use crmgen::server::Session;
use crmgen::sql::ident;
use crmgen::verify::catalog::{Comparison, Difference, compare_in};

use support::cluster::{Cluster, Database, SUPERUSER};
use support::project::Project;

/// How `verify.sql` opens its transaction; without it the file looks at what an open one has done, and takes it back.
const BEGIN: &str = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;\n";

/// A project's schema on a database of that name.
fn applied(name: &str, project: &Project) -> Result<Database<'static>, String> {
    let database = project.database(&format!("catalog_{name}"))?;
    project.apply(&database)?;
    Ok(database)
}

fn session(database: &Database<'_>) -> Session {
    Cluster::shared().server.connect(SUPERUSER, database.name()).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn compared(session: &mut Session, verify: &str) -> Comparison {
    compare_in(session, verify).unwrap_or_else(|refusal| panic!("{refusal}"))
}

/// A difference on a line.
fn line(difference: &Difference) -> String {
    let said = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
    let Difference { object, property, expected, found } = difference;
    format!("{object}: {property}: expected {}, found {}", said(expected), said(found))
}

fn lines(differences: &[Difference]) -> String {
    differences.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_made_of_a_schema_is_as_the_model_says() {
    let test = |name: &str, project: &Project| {
        let database = applied(name, project)?;
        let mut session = session(&database);
        let roles = [None, Some(Role::Owner), Some(Role::Admin)];
        for role in roles.map(|role| role.filter(|&role| !project.model.project.roles.get(role).external)) {
            let become_role =
                role.map_or("RESET ROLE".to_owned(), |role| format!("SET ROLE {}", ident(project.role(role))));
            session.run(&become_role).map_err(|refusal| refusal.to_string())?;
            let comparison = compared(&mut session, project.file("verify"));
            if comparison.facts < 20 || !comparison.differences.is_empty() {
                let Comparison { facts, differences } = comparison;
                return Err(format!("{become_role}: {facts} facts\n{}", lines(&differences)));
            }
        }
        Ok(())
    };
    test("crm", &Project::crm()).unwrap_or_else(|complaint| panic!("{complaint}"));
    support::for_each("build", |case| test(&case.name, &Project::load(&case.schema())?));
}

#[test]
fn psql_says_so_and_ends_with_a_status() {
    let project = Project::crm();
    let database = applied("psql", &project).unwrap();
    let read_only = format!("SET default_transaction_read_only = on;\n{}", project.file("verify"));
    let well = database.run(SUPERUSER, &read_only);
    assert!(well.rows.starts_with("crm: as the model says: 1") && well.rows.ends_with(" facts\n"), "{well:?}");
    assert_eq!((well.status, well.messages.as_str()), (Some(0), ""));
    database.run(SUPERUSER, "ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY;").expect();
    let drifted = database.run(SUPERUSER, &read_only);
    assert_eq!(drifted.status, Some(3), "{drifted:?}");
    let row: Vec<_> = drifted.rows.trim().split('|').map(str::trim).collect();
    assert_eq!(row, ["table public.leads", "row security for the owner", "forced", "not forced"]);
    assert!(drifted.messages.contains("the database is not as the model says"), "{}", drifted.messages);
}

#[test]
fn pgtap_tests_pass_and_name_what_drifts() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalog.sql");
    let prove = |name: &str, project: &Project, drift: &str| {
        std::fs::write(&file, project.file("tests/catalog")).unwrap();
        let database = applied(name, project).unwrap();
        database.run(SUPERUSER, drift).expect();
        Cluster::shared().prove(database.name(), &file)
    };
    let mut supabase = Project::load(&support::root().join("tests/cases/build/supabase/schema")).unwrap();
    supabase.with_tests();
    for (name, project) in [("pgtap", &Project::crm()), ("pgtap_hosted", &supabase)] {
        let well = prove(name, project, "");
        assert!(well.ok && well.rows.contains("All tests successful."), "{}{}", well.rows, well.messages);
    }
    let drift = "ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY; CREATE TABLE public.more ();";
    let drifted = prove("pgtap_drift", &Project::crm(), drift);
    let failed: Vec<_> = drifted.rows.lines().filter(|line| line.starts_with("not ok ")).collect();
    let named = failed.iter().map(|line| line.split_once(" - ").unwrap().1).collect::<Vec<_>>();
    assert_eq!(named, ["table public.leads", "nothing else is there"], "{}", drifted.rows);
    assert!(!drifted.ok);
}

/// Ways in which a database of the CRM can drift, and the object that each must be told of.
#[rustfmt::skip]
const DRIFTS: &[(&str, &str)] = &[
    ("table public.leads: row security for the owner", "ALTER TABLE leads NO FORCE ROW LEVEL SECURITY"),
    ("table public.leads: row security", "ALTER TABLE leads DISABLE ROW LEVEL SECURITY"),
    ("table public.leads: owner", "ALTER TABLE leads OWNER TO crm_admin"),
    ("table public.leads: comment", "COMMENT ON TABLE leads IS 'Changed.'"),
    ("table public.leads: comment", "COMMENT ON TABLE leads IS NULL"),
    ("table public.leads: persistence", "UPDATE pg_class SET relpersistence = 'u' WHERE oid = 'leads'::regclass"),
    ("column public.leads.notes: existence", "ALTER TABLE leads DROP COLUMN notes"),
    ("table public.leads: inherited by", "CREATE SCHEMA reports; CREATE TABLE reports.leads () INHERITS (public.leads)"),
    ("table public.leads: existence", "DROP TABLE leads CASCADE"),
    ("table public.leads: taken from the owner", "REVOKE UPDATE ON leads FROM crm_owner"),
    ("table public.more: existence", "CREATE TABLE more (x integer)"),
    ("view public.hot_leads: existence", "CREATE VIEW hot_leads AS SELECT 1 AS x"),
    ("view reports.leads: existence", "CREATE SCHEMA reports; CREATE VIEW reports.leads AS SELECT name FROM public.leads"),
    ("materialized view reports.leads: existence", "CREATE SCHEMA reports; CREATE MATERIALIZED VIEW reports.leads AS SELECT name FROM public.leads"),
    ("materialized view app.leads: existence", "CREATE MATERIALIZED VIEW app.leads AS SELECT name FROM public.leads"),
    ("sequence public.numbers: existence", "CREATE SEQUENCE numbers"),
    ("rule public.leads.quiet: existence", "CREATE RULE quiet AS ON DELETE TO leads DO INSTEAD NOTHING"),
    ("event trigger watch: existence", "CREATE FUNCTION pg_temp.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION pg_temp.watch()"),
    ("column public.leads.more: existence", "ALTER TABLE leads ADD COLUMN more text"),
    ("column public.leads.notes: existence", "ALTER TABLE leads DROP COLUMN notes"),
    ("column public.leads.notes: existence", "ALTER TABLE leads RENAME COLUMN notes TO remarks"),
    ("column public.leads.budget: type", "ALTER TABLE leads ALTER COLUMN budget TYPE numeric(12,0)"),
    ("column public.leads.budget: type", "ALTER TABLE leads ALTER COLUMN budget TYPE numeric"),
    ("column public.leads.name: type", "ALTER TABLE leads ALTER COLUMN name TYPE text"),
    ("column public.leads.created_at: type", "ALTER TABLE leads ALTER COLUMN created_at TYPE timestamptz(3)"),
    ("column public.leads.name: collation", "ALTER TABLE leads ALTER COLUMN name TYPE varchar(255) COLLATE \"C\""),
    ("column public.leads.name: nullability", "ALTER TABLE leads ALTER COLUMN name DROP NOT NULL"),
    ("column public.leads.notes: nullability", "ALTER TABLE leads ALTER COLUMN notes SET NOT NULL"),
    ("column public.leads.organization_id: default", "ALTER TABLE leads ALTER COLUMN organization_id DROP DEFAULT"),
    ("column public.leads.source: default", "ALTER TABLE leads ALTER COLUMN source SET DEFAULT 'REFERRAL'"),
    ("column public.leads.notes: default", "ALTER TABLE leads ALTER COLUMN notes SET DEFAULT ''"),
    ("column public.leads.created_at: default", "ALTER TABLE leads ALTER COLUMN created_at SET DEFAULT clock_timestamp()"),
    ("column public.leads.name: comment", "COMMENT ON COLUMN leads.name IS 'Changed.'"),
    ("column public.listings.price_per_sqft: generated value", "ALTER TABLE listings ALTER COLUMN price_per_sqft DROP EXPRESSION"),
    ("column public.listings.price_per_sqft: generated value", "ALTER TABLE listings DROP COLUMN price_per_sqft; ALTER TABLE listings ADD COLUMN price_per_sqft numeric(10,2) GENERATED ALWAYS AS (price) STORED"),
    ("column public.leads.score_value: identity", "ALTER TABLE leads ALTER COLUMN score_value DROP DEFAULT; ALTER TABLE leads ALTER COLUMN score_value SET NOT NULL; ALTER TABLE leads ALTER COLUMN score_value ADD GENERATED ALWAYS AS IDENTITY"),
    ("primary key public.activities.activities_pkey: existence", "ALTER TABLE activities DROP CONSTRAINT activities_pkey"),
    ("primary key public.activities.activities_pkey: columns", "ALTER TABLE activities DROP CONSTRAINT activities_pkey, ADD CONSTRAINT activities_pkey PRIMARY KEY (id, organization_id)"),
    ("unique constraint public.users.users_email_key: existence", "ALTER TABLE users DROP CONSTRAINT users_email_key"),
    ("unique constraint public.users.users_email_key: NULLs", "ALTER TABLE users DROP CONSTRAINT users_email_key, ADD CONSTRAINT users_email_key UNIQUE NULLS NOT DISTINCT (email)"),
    ("unique constraint public.users.users_email_key: deferral", "ALTER TABLE users DROP CONSTRAINT users_email_key, ADD CONSTRAINT users_email_key UNIQUE (email) DEFERRABLE"),
    ("unique constraint public.users.more: existence", "ALTER TABLE users ADD CONSTRAINT more UNIQUE (name)"),
    ("check public.leads.leads_budget_check: condition", "ALTER TABLE leads DROP CONSTRAINT leads_budget_check, ADD CONSTRAINT leads_budget_check CHECK (budget >= -1)"),
    ("check public.leads.leads_budget_check: condition", "ALTER TABLE leads DROP CONSTRAINT leads_budget_check, ADD CONSTRAINT leads_budget_check CHECK (budget > 0)"),
    ("check public.leads.leads_budget_check: validity", "ALTER TABLE leads DROP CONSTRAINT leads_budget_check, ADD CONSTRAINT leads_budget_check CHECK (budget >= 0) NOT VALID"),
    ("check public.leads.leads_budget_check: children", "ALTER TABLE leads DROP CONSTRAINT leads_budget_check, ADD CONSTRAINT leads_budget_check CHECK (budget >= 0) NO INHERIT"),
    ("check public.leads.leads_name_check: condition", "ALTER TABLE leads DROP CONSTRAINT leads_name_check, ADD CONSTRAINT leads_name_check CHECK (btrim(name) COLLATE \"C\" <> '')"),
    ("check public.leads.leads_name_check: existence", "ALTER TABLE leads DROP CONSTRAINT leads_name_check"),
    ("check public.leads.more: existence", "ALTER TABLE leads ADD CONSTRAINT more CHECK (name <> 'x')"),
    ("exclusion constraint public.leads.more: existence", "ALTER TABLE leads ADD CONSTRAINT more EXCLUDE (name WITH =)"),
    ("foreign key public.deals.deals_lead_id_fkey: columns that ON DELETE sets", "ALTER TABLE deals DROP CONSTRAINT deals_lead_id_fkey, DROP CONSTRAINT deals_lead_id_plain_fkey, ADD CONSTRAINT deals_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES leads (organization_id, id) ON DELETE SET NULL"),
    ("foreign key public.deals.deals_lead_id_fkey: columns", "ALTER TABLE deals DROP CONSTRAINT deals_lead_id_fkey, ADD CONSTRAINT deals_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES leads (id) ON DELETE SET NULL (lead_id)"),
    ("foreign key public.deals.deals_lead_id_fkey: ON DELETE", "ALTER TABLE deals DROP CONSTRAINT deals_lead_id_fkey, ADD CONSTRAINT deals_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES leads (organization_id, id) ON DELETE CASCADE"),
    ("foreign key public.deals.deals_lead_id_fkey: ON UPDATE", "ALTER TABLE deals DROP CONSTRAINT deals_lead_id_fkey, ADD CONSTRAINT deals_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES leads (organization_id, id) ON UPDATE CASCADE"),
    ("foreign key public.deals.deals_lead_id_fkey: target", "ALTER TABLE deals DROP CONSTRAINT deals_lead_id_fkey, ADD CONSTRAINT deals_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES contacts (organization_id, id)"),
    ("foreign key public.deals.deals_lead_id_fkey: validity", "ALTER TABLE deals DROP CONSTRAINT deals_lead_id_fkey, ADD CONSTRAINT deals_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES leads (organization_id, id) NOT VALID"),
    ("foreign key public.deals.deals_lead_id_fkey: match", "ALTER TABLE deals DROP CONSTRAINT deals_lead_id_fkey, ADD CONSTRAINT deals_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES leads (organization_id, id) MATCH FULL"),
    ("foreign key public.deals.deals_lead_id_fkey: deferral", "ALTER TABLE deals ALTER CONSTRAINT deals_lead_id_fkey DEFERRABLE INITIALLY DEFERRED"),
    ("foreign key public.deals.deals_lead_id_fkey: enforcement", "ALTER TABLE deals DISABLE TRIGGER ALL"),
    ("foreign key public.deals.deals_lead_id_fkey: fires and restores before", "ALTER TABLE deals DROP CONSTRAINT deals_lead_id_fkey, ADD CONSTRAINT deals_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES leads (organization_id, id) ON DELETE SET NULL (lead_id)"),
    ("foreign key public.deals.deals_lead_id_plain_fkey: existence", "ALTER TABLE deals RENAME CONSTRAINT deals_lead_id_plain_fkey TO a_plain_fkey"),
    ("foreign key reports.marks.marks_lead_id_fkey: existence", "CREATE SCHEMA reports; CREATE TABLE reports.marks (lead_id uuid REFERENCES public.leads (id))"),
    ("index public.leads.leads_lead_idx: existence", "CREATE INDEX leads_lead_idx ON leads (name)"),
    ("index public.activities.activities_organization_id_type_idx: existence", "DROP INDEX activities_organization_id_type_idx"),
    ("index public.activities.activities_organization_id_type_idx: validity", "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'activities_organization_id_type_idx'::regclass"),
    ("index public.activities.activities_organization_id_type_idx: key 2", "DROP INDEX activities_organization_id_type_idx; CREATE INDEX activities_organization_id_type_idx ON activities (organization_id, title)"),
    ("index public.activities.activities_organization_id_type_idx: uniqueness", "DROP INDEX activities_organization_id_type_idx; CREATE UNIQUE INDEX activities_organization_id_type_idx ON activities (organization_id, type)"),
    ("index public.activities.activities_organization_id_type_idx: included columns", "DROP INDEX activities_organization_id_type_idx; CREATE INDEX activities_organization_id_type_idx ON activities (organization_id, type) INCLUDE (title)"),
    ("index public.activities.activities_organization_id_type_idx: filter", "DROP INDEX activities_organization_id_type_idx; CREATE INDEX activities_organization_id_type_idx ON activities (organization_id, type) WHERE title <> ''"),
    ("index public.activities.activities_organization_id_created_at_idx: key 2 order", "DROP INDEX activities_organization_id_created_at_idx; CREATE INDEX activities_organization_id_created_at_idx ON activities (organization_id, created_at)"),
    ("index public.activities.activities_organization_id_created_at_idx: key 2 NULLs", "DROP INDEX activities_organization_id_created_at_idx; CREATE INDEX activities_organization_id_created_at_idx ON activities (organization_id, created_at DESC NULLS LAST)"),
    ("trigger public.leads.keep_tenant: activation", "ALTER TABLE leads DISABLE TRIGGER keep_tenant"),
    ("trigger public.leads.keep_tenant: existence", "DROP TRIGGER keep_tenant ON leads"),
    ("trigger public.leads.keep_tenant: condition", "CREATE OR REPLACE TRIGGER keep_tenant BEFORE UPDATE ON leads FOR EACH ROW WHEN (old.organization_id <> new.organization_id) EXECUTE FUNCTION app.refuse_tenant_change()"),
    ("trigger public.leads.keep_tenant: event", "CREATE OR REPLACE TRIGGER keep_tenant AFTER UPDATE ON leads FOR EACH ROW WHEN (old.organization_id IS DISTINCT FROM new.organization_id) EXECUTE FUNCTION app.refuse_tenant_change()"),
    ("trigger public.leads.keep_tenant: columns", "CREATE OR REPLACE TRIGGER keep_tenant BEFORE UPDATE OF name ON leads FOR EACH ROW WHEN (old.organization_id IS DISTINCT FROM new.organization_id) EXECUTE FUNCTION app.refuse_tenant_change()"),
    ("trigger public.leads.keep_tenant: function", "CREATE OR REPLACE TRIGGER keep_tenant BEFORE UPDATE ON leads FOR EACH ROW WHEN (old.organization_id IS DISTINCT FROM new.organization_id) EXECUTE FUNCTION app.touch_updated_at()"),
    ("trigger public.leads.spy: existence", "CREATE TRIGGER spy AFTER INSERT ON leads FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at()"),
    ("function app.current_org_id(): volatility", "ALTER FUNCTION app.current_org_id() IMMUTABLE"),
    ("function app.current_org_id(): security", "ALTER FUNCTION app.current_org_id() SECURITY DEFINER"),
    ("function app.current_org_id(): settings", "ALTER FUNCTION app.current_org_id() RESET search_path"),
    ("function app.current_org_id(): parallel", "ALTER FUNCTION app.current_org_id() PARALLEL UNSAFE"),
    ("function app.current_org_id(): leakproof", "ALTER FUNCTION app.current_org_id() LEAKPROOF"),
    ("function app.current_org_id(): owner", "ALTER FUNCTION app.current_org_id() OWNER TO crm_admin"),
    ("function app.set_org(uuid): NULL arguments", "ALTER FUNCTION app.set_org(uuid) STRICT"),
    ("function app.current_org_id(): body", "CREATE OR REPLACE FUNCTION app.current_org_id() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = '' AS 'BEGIN RETURN current_setting(''app.other'')::uuid; END'"),
    ("function app.org_context(uuid, uuid): argument defaults", "CREATE OR REPLACE FUNCTION app.org_context(tenant uuid, acting_user uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE SET search_path = '' AS $body$\n    SELECT CASE WHEN tenant IS NOT NULL THEN pg_catalog.concat_ws(\n        '/',\n        EXTRACT(epoch FROM pg_catalog.transaction_timestamp()),\n        tenant,\n        acting_user\n    ) END\n$body$"),
    ("function app.current_org_id(): comment", "COMMENT ON FUNCTION app.current_org_id() IS 'Changed.'"),
    ("function app.more(): existence", "CREATE FUNCTION app.more() RETURNS integer LANGUAGE sql AS 'SELECT 1'"),
    ("function public.lower(character varying): existence", "CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'"),
    ("function reports.mine(): existence", "CREATE SCHEMA reports; CREATE FUNCTION reports.mine() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'; ALTER FUNCTION reports.mine() OWNER TO crm_admin"),
    ("operator public.===(uuid, uuid): existence", "CREATE OPERATOR public.=== (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = uuid_eq)"),
    ("policy public.leads.tenant_wall: USING", "ALTER POLICY tenant_wall ON leads USING (true)"),
    ("policy public.leads.tenant_wall: USING", "ALTER POLICY tenant_wall ON leads USING (organization_id = app.current_org_id())"),
    ("policy public.leads.tenant_wall: USING", "ALTER POLICY tenant_wall ON leads USING (id = (SELECT app.current_org_id()))"),
    ("policy public.leads.tenant_wall: WITH CHECK", "ALTER POLICY tenant_wall ON leads WITH CHECK (organization_id = (SELECT app.current_org_id()) OR name = 'x')"),
    ("policy public.users.tenant_wall: USING", "ALTER POLICY tenant_wall ON users USING (EXISTS (SELECT FROM organization_members AS m WHERE m.user_id = users.id))"),
    ("policy public.users.tenant_wall: USING", "ALTER POLICY tenant_wall ON users USING (EXISTS (SELECT FROM organization_members AS m WHERE m.organization_id = (SELECT app.current_org_id()) AND m.user_id = m.user_id))"),
    ("policy public.leads.tenant_wall: kind", "DROP POLICY tenant_wall ON leads; CREATE POLICY tenant_wall ON leads USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()))"),
    ("policy public.leads.readonly_select: command", "DROP POLICY readonly_select ON leads; CREATE POLICY readonly_select ON leads TO crm_readonly USING (organization_id = (SELECT app.current_org_id()))"),
    ("policy public.leads.tenant_wall: existence", "DROP POLICY tenant_wall ON leads"),
    ("policy public.leads.app_access: roles", "ALTER POLICY app_access ON leads TO PUBLIC"),
    ("policy public.leads.open: existence", "CREATE POLICY open ON leads FOR SELECT USING (true)"),
    ("privileges on table public.leads of crm_app: UPDATE of columns", "GRANT UPDATE (id) ON leads TO crm_app"),
    ("privileges on table public.leads of crm_app: TRUNCATE", "GRANT TRUNCATE ON leads TO crm_app"),
    ("privileges on table public.leads of crm_app: SELECT, to be passed on", "GRANT SELECT ON leads TO crm_app WITH GRANT OPTION"),
    ("privileges on table public.leads of crm_app: DELETE", "REVOKE DELETE ON leads FROM crm_app"),
    ("privileges on table public.leads of PUBLIC: existence", "GRANT SELECT (name) ON leads TO PUBLIC"),
    ("privileges on table public.leads of crm_admin: existence", "REVOKE ALL ON leads FROM crm_admin"),
    ("privileges on schema public of PUBLIC: existence", "GRANT CREATE ON SCHEMA public TO PUBLIC"),
    ("privileges on schema app of crm_app: CREATE", "GRANT CREATE ON SCHEMA app TO crm_app"),
    ("privileges on function app.set_org(uuid) of PUBLIC: existence", "GRANT EXECUTE ON FUNCTION app.set_org(uuid) TO PUBLIC"),
    ("privileges on function app.set_org(uuid) of crm_app: existence", "REVOKE EXECUTE ON FUNCTION app.set_org(uuid) FROM crm_app"),
    ("privileges on database of PUBLIC: existence", "GRANT TEMPORARY ON DATABASE {database} TO PUBLIC"),
    ("privileges on database of crm_app: CREATE", "GRANT CREATE ON DATABASE {database} TO crm_app"),
    ("default privileges crm_owner.functions: granted", "ALTER DEFAULT PRIVILEGES FOR ROLE crm_owner GRANT EXECUTE ON FUNCTIONS TO crm_app"),
    ("default privileges crm_owner.functions: existence", "ALTER DEFAULT PRIVILEGES FOR ROLE crm_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC"),
    ("default privileges crm_owner.tables: existence", "ALTER DEFAULT PRIVILEGES FOR ROLE crm_owner GRANT SELECT ON TABLES TO crm_app"),
    ("default privileges public.postgres.tables: existence", "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC"),
    ("schema app: owner", "ALTER SCHEMA app OWNER TO crm_admin"),
    ("role crm_app: bypassrls", "ALTER ROLE crm_app BYPASSRLS"),
    ("role crm_app: superuser", "ALTER ROLE crm_app SUPERUSER"),
    ("role crm_app: createrole", "ALTER ROLE crm_app CREATEROLE"),
    ("role crm_owner: login", "ALTER ROLE crm_owner LOGIN"),
    ("role crm_migrator: inherit", "ALTER ROLE crm_migrator INHERIT"),
    ("role crm_admin: bypassrls", "ALTER ROLE crm_admin NOBYPASSRLS"),
    ("role crm_app: member of", "GRANT crm_owner TO crm_app"),
    ("role crm_app: member of", "GRANT pg_read_all_data TO crm_app"),
    ("role crm_owner: members", "CREATE ROLE somebody; GRANT crm_owner TO somebody"),
    ("role crm_app: settings", "ALTER ROLE crm_app SET app.current_org_id = 'x'"),
    ("role crm_readonly: settings", "ALTER ROLE crm_readonly IN DATABASE {database} SET role = 'crm_admin'"),
    ("database: existence", "ALTER DATABASE {database} SET app.current_org_id = 'x'"),
    ("type public.LeadSource: values", "ALTER TYPE \"LeadSource\" ADD VALUE 'MORE'"),
    ("type public.LeadSource: values", "ALTER TYPE \"LeadSource\" RENAME VALUE 'WEBSITE' TO 'SITE'"),
    ("type public.LeadSource: values", "ALTER TYPE \"LeadSource\" ADD VALUE 'FIRST' BEFORE 'WEBSITE'"),
    ("type public.LeadSource: comment", "COMMENT ON TYPE \"LeadSource\" IS 'Changed.'"),
    ("type public.LeadSource: privileges", "REVOKE USAGE ON TYPE \"LeadSource\" FROM PUBLIC"),
    ("type public.pair: existence", "CREATE TYPE pair AS (a integer, b integer)"),
    ("domain public.name: existence", "CREATE DOMAIN public.name AS text"),
];

#[test]
fn every_drift_is_told() {
    let project = Project::crm();
    let database = applied("drift", &project).unwrap();
    let verify = project.file("verify").replace(BEGIN, "");
    assert_ne!(verify, project.file("verify"));
    let mut session = session(&database);
    let mut missed = Vec::new();
    for (object, drift) in DRIFTS {
        let drift = drift.replace("{database}", database.name());
        if let Err(refusal) = session.run(&format!("BEGIN; SET LOCAL search_path = public; {drift};")) {
            missed.push(format!("{drift}\n  is not possible: {refusal}"));
            session.run("ROLLBACK").expect("a transaction can be given up");
            continue;
        }
        let found = compared(&mut session, &verify).differences;
        if !found.iter().any(|one| format!("{}: {}", one.object, one.property) == *object) {
            missed.push(format!("{drift}\n  should show in {object}, not in\n  {}", lines(&found)));
        }
    }
    assert!(missed.is_empty(), "{} of {} drifts are missed:\n{}", missed.len(), DRIFTS.len(), missed.join("\n"));
    assert_eq!(compared(&mut session, project.file("verify")).differences, [], "every drift was taken back");
}
