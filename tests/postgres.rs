//! The generated SQL on a real PostgreSQL: it applies, it is taken back without a trace, and it holds tenants apart.

mod support;

use crmgen::model::{Default, Entity, Field, Literal, Model, Role, Scalar};
use crmgen::sql::{self, ident, literal};
use crmgen::verify::{self, Stage};

use support::cluster::{Cluster, Database, SUPERUSER};
use support::project::Project;

/// Runs a test over the CRM and every golden case.
fn for_each_project(test: impl Fn(&str, &Project) -> Result<(), String>) {
    test("crm", &Project::crm()).unwrap_or_else(|complaint| panic!("{complaint}"));
    support::for_each("build", |case| test(&case.name, &Project::load(&case.schema())?));
}

/// Complains of what is not as it should be.
fn same(what: &str, is: &str, should_be: &str) -> Result<(), String> {
    if is == should_be { Ok(()) } else { Err(format!("{what}:\n{is}\nshould be:\n{should_be}")) }
}

#[test]
fn every_project_is_made_and_taken_back_without_a_trace() {
    for_each_project(|name, project| {
        let script = project.script();
        let (stage, outcome) = verify::raise(&Cluster::shared().server, &script, name);
        let stage = stage.filter(|_| outcome.failures.is_empty()).ok_or_else(|| format!("{:?}", outcome.failures))?;
        let database = Cluster::shared().open(&stage.database);
        comments_are_as_written(project, &database)?;
        defaults_are_as_written(project, &database)
    });
}

fn comments_are_as_written(project: &Project, database: &Database<'_>) -> Result<(), String> {
    let expected: Vec<_> = project.model.managed().flat_map(|(_, entity)| comments(&project.model, entity)).collect();
    let query = format!(
        "SELECT coalesce(want.object, have.objoid), coalesce(want.part, have.objsubid) FROM
             (VALUES (0::regclass, 0, NULL), {}) AS want (object, part, text) FULL JOIN
             (SELECT * FROM pg_description WHERE classoid = 'pg_class'::regclass AND objoid >= 16384) AS have
             ON (want.object, want.part) = (have.objoid, have.objsubid)
          WHERE decode(want.text, 'hex') IS DISTINCT FROM convert_to(have.description, 'UTF8');",
        expected.join(", ")
    );
    same("comments that differ", &database.run(SUPERUSER, &query).rows()?, "")
}

/// What should be said of a table, its columns and its indexes, as rows of object, column number and text.
fn comments(model: &Model, entity: &Entity) -> Vec<String> {
    let row = |object: &str, part: usize, doc: &Option<String>| {
        doc.as_ref().map(|doc| format!("({}::regclass, {part}, '{}')", literal(object), hex(doc)))
    };
    let table = sql::table(model, entity);
    let columns = entity.fields().filter_map(|(id, field)| row(&table, id.0 + 1, &field.doc));
    let index = |name| sql::qualified(&model.project.postgres.schema, name);
    let indexes = entity.indexes.iter().filter_map(|one| row(&index(&one.name), 0, &one.doc));
    row(&table, 0, &entity.doc).into_iter().chain(columns).chain(indexes).collect()
}

/// Inserts a row of nothing but defaults wherever that is possible, and compares the texts in it.
fn defaults_are_as_written(project: &Project, database: &Database<'_>) -> Result<(), String> {
    let all_optional = |entity: &&Entity| entity.fields.iter().all(Field::is_optional_on_insert);
    for entity in project.model.managed().map(|(_, entity)| entity).filter(all_optional) {
        let (columns, expected): (Vec<_>, Vec<_>) = entity.fields.iter().filter_map(default_text).unzip();
        let row = database.run(SUPERUSER, &insert_defaults(&project.model, entity, &columns)).rows()?;
        same(&format!("defaults of {}", entity.name), &row, &expected.join("|"))?;
    }
    Ok(())
}

fn insert_defaults(model: &Model, entity: &Entity, returning: &[String]) -> String {
    let key = entity.tenancy.key().map_or_else(
        || "DEFAULT VALUES".to_owned(),
        |key| format!("({}) VALUES (gen_random_uuid())", sql::name::column(entity, key)),
    );
    let table = sql::table(model, entity);
    format!(
        "SET session_replication_role = replica; INSERT INTO {table} {key} RETURNING concat_ws('|', NULL{});",
        returning.concat()
    )
}

/// An expression for the text of a column with a constant default, in hexadecimal, and what it should be.
fn default_text(field: &Field) -> Option<(String, String)> {
    let Some(Default::Literal(constant)) = field.default() else { return None };
    let name = ident(&field.name);
    let of = |expression: String, text: &str| {
        Some((format!(", encode(convert_to({expression}, 'UTF8'), 'hex')"), hex(text)))
    };
    match constant {
        Literal::Text(text) if matches!(field.ty.scalar, Scalar::Text | Scalar::Varchar(_)) => {
            of(format!("{name}::text"), text)
        }
        Literal::EnumValue(value) => of(format!("{name}::text"), value.as_str()),
        Literal::Array(values) => of(format!("array_to_string({name}, E'\\x01')"), &elements(values)?.join("\u{1}")),
        Literal::Text(_) | Literal::Json(_) | Literal::Number(_) | Literal::Boolean(_) => None,
    }
}

fn elements(values: &[Literal]) -> Option<Vec<&str>> {
    values.iter().map(element).collect()
}

fn element(value: &Literal) -> Option<&str> {
    match value {
        Literal::Text(text) => Some(text),
        Literal::EnumValue(name) => Some(name.as_str()),
        Literal::Json(_) | Literal::Number(_) | Literal::Boolean(_) | Literal::Array(_) => None,
    }
}

#[test]
fn no_function_is_everyones_not_even_one_made_later() {
    let database = crm("functions");
    let later = "SET ROLE crm_owner; CREATE FUNCTION app.later() RETURNS integer LANGUAGE sql AS 'SELECT 1';";
    database.run("crm_migrator", later).expect();
    let query = "SELECT oid::regprocedure FROM pg_proc
                  WHERE pronamespace = 'app'::regnamespace AND (proacl IS NULL OR proacl::text ~ '[{,]=');";
    assert_eq!(database.run(SUPERUSER, query).expect(), "");
    assert_eq!(database.run("crm_app", "SELECT app.later();").sqlstate(), "42501");
}

#[test]
fn a_uuid_of_version_7_starts_with_the_time() {
    let project = Project::load(&support::root().join("tests/cases/build/every-type/schema")).expect("a good case");
    let database = made(&project, "uuid_v7");
    let query = "
        WITH made AS (SELECT app.uuid_v7() AS id, pg_sleep(0.002) FROM generate_series(1, 20))
        SELECT count(DISTINCT id), bool_and(id::text ~ '^.{14}7.{4}[89ab]'), array_agg(id) = array_agg(id ORDER BY id),
               bool_and(abs(('x0000' || translate(left(id::text, 13), '-', ''))::bit(64)::bigint
                            - extract(epoch FROM now()) * 1000) < 10000)
          FROM made;";
    assert_eq!(database.run(project.role(Role::App), query).expect(), "20|t|t|t");
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// A database with a project's schema in it.
fn made(project: &Project, name: &str) -> Database<'static> {
    let database = project.database(name).expect("the roles can be made");
    project.apply(&database).expect("the schema can be made");
    database
}

/// The CRM with two tenants, each with a member.
fn crm(name: &str) -> Database<'static> {
    let database = made(&Project::crm(), name);
    let rows = format!(
        "SET ROLE crm_admin;
         INSERT INTO organizations (id, name, slug) VALUES ('{ACME}', 'Acme', 'acme'), ('{OTHER}', 'Other', 'other');
         INSERT INTO users (id, email) VALUES ('{ANN}', 'ann@acme.example'), ('{BOB}', 'bob@other.example');
         INSERT INTO organization_members (organization_id, user_id) VALUES ('{ACME}', '{ANN}'), ('{OTHER}', '{BOB}');
         INSERT INTO leads (id, organization_id, name, assigned_to_id) VALUES ('{LEAD}', '{ACME}', 'Lea', '{ANN}');
         INSERT INTO deals (organization_id, title, value, lead_id) VALUES ('{ACME}', 'A deal', 10, '{LEAD}');"
    );
    database.run(SUPERUSER, &rows).expect();
    database
}

const ACME: &str = "00000000-0000-4000-8000-00000000000a";
const OTHER: &str = "00000000-0000-4000-8000-00000000000b";
const ANN: &str = "00000000-0000-4000-8000-0000000000a1";
const BOB: &str = "00000000-0000-4000-8000-0000000000b1";
const LEAD: &str = "00000000-0000-4000-8000-0000000000a2";
const NOBODY: &str = "00000000-0000-4000-8000-0000000000ff";

/// Statements as one transaction that acts for a tenant.
fn acting_for(tenant: &str, statements: &str) -> String {
    format!("BEGIN; SELECT app.set_org('{tenant}') AS done \\gset\n{statements}\nCOMMIT;")
}

#[test]
fn a_service_reads_and_writes_its_own_tenant_alone() {
    let database = crm("own");
    let app = |tenant, statements: &str| database.run("crm_app", &acting_for(tenant, statements));
    assert_eq!(app(ACME, "INSERT INTO leads (name) VALUES ('New'); SELECT count(*) FROM leads;").expect(), "2");
    assert_eq!(app(OTHER, "SELECT count(*) FROM leads;").expect(), "0");
    let others = "WITH changed AS (UPDATE leads SET name = 'Taken' RETURNING 1) SELECT count(*) FROM changed;
                  WITH gone AS (DELETE FROM leads RETURNING 1) SELECT count(*) FROM gone;";
    assert_eq!(app(OTHER, others).expect(), "0\n0");
    let foreign = format!("INSERT INTO leads (organization_id, name) VALUES ('{ACME}', 'Smuggled');");
    assert_eq!(app(OTHER, &foreign).sqlstate(), "42501");
    assert_eq!(app(ACME, "SELECT string_agg(name, ' ' ORDER BY name) FROM leads;").expect(), "Lea New");
}

#[test]
fn people_and_organizations_are_seen_through_membership_and_not_written() {
    let database = crm("people");
    let app = |statements: &str| database.run("crm_app", &acting_for(ACME, statements));
    assert_eq!(app("SELECT email FROM users;").expect(), "ann@acme.example");
    assert_eq!(app("SELECT slug FROM organizations;").expect(), "acme");
    assert_eq!(app("SELECT user_id FROM organization_members;").expect(), ANN);
    for statement in [
        "UPDATE users SET name = 'x';",
        "INSERT INTO organizations (name, slug) VALUES ('x', 'x');",
        "DELETE FROM organization_members;",
    ] {
        assert_eq!(app(statement).sqlstate(), "42501", "{statement}");
    }
}

#[test]
fn without_a_good_context_nothing_is_reached() {
    let database = crm("context");
    let app = |statements: &str| database.run("crm_app", statements);
    let refused = |statements: &str, why: &str| {
        let outcome = app(statements);
        assert_eq!(outcome.sqlstate(), "42501", "{statements}");
        assert!(outcome.messages.contains(why), "{}", outcome.messages);
    };
    refused("SELECT count(*) FROM leads;", "tenant context is not set");
    refused("BEGIN; SET LOCAL app.current_org_id = ''; SELECT count(*) FROM leads;", "tenant context is not set");
    refused(&acting_for(ACME, "COMMIT; SELECT count(*) FROM leads;"), "tenant context is not set");
    refused("BEGIN; SELECT app.set_org(NULL); SELECT count(*) FROM leads;", "tenant context is not set");
    refused("INSERT INTO leads (name) VALUES ('x');", "tenant context is not set");
    for malformed in ["x", ACME, "1/x", &format!("1.0/{ACME}/x"), &format!("1.0/{ACME}\n")] {
        let statements = format!("BEGIN; SET LOCAL app.current_org_id = '{malformed}'; SELECT count(*) FROM leads;");
        refused(&statements, "tenant context is malformed");
    }
}

#[test]
fn a_context_is_good_for_one_transaction() {
    let database = crm("stale");
    let session = format!(
        "SELECT set_config('app.current_org_id', app.org_context('{ACME}'), false) AS done \\gset\n
         SELECT count(*) FROM leads;"
    );
    let outcome = database.run("crm_app", &session);
    assert_eq!(outcome.sqlstate(), "42501");
    assert!(outcome.messages.contains("tenant context belongs to another transaction"), "{}", outcome.messages);
    let same =
        format!("SELECT set_config('app.current_org_id', app.org_context('{ACME}', '{ANN}'), true) AS done \\gset\n");
    assert_eq!(database.run("crm_app", &format!("BEGIN; {same} SELECT count(*) FROM leads;")).expect(), "1");
}

#[test]
fn a_prepared_plan_follows_the_tenant() {
    let database = crm("plans");
    let switch = |tenant| format!("BEGIN; SELECT app.set_org('{tenant}') AS done \\gset\nEXECUTE mine; COMMIT;");
    let prepare = "SET plan_cache_mode = force_generic_plan; PREPARE mine AS SELECT count(*) FROM leads;";
    let session = format!("{prepare} {} {} {}", switch(ACME), switch(OTHER), switch(ACME));
    assert_eq!(database.run("crm_app", &session).expect(), "1\n0\n1");
}

#[test]
fn a_missing_parent_and_another_tenants_fail_alike() {
    let database = crm("parents");
    let refer = |lead: &str| {
        let insert = format!("INSERT INTO deals (title, value, lead_id) VALUES ('x', 1, '{lead}');");
        database.run("crm_app", &acting_for(OTHER, &insert))
    };
    let (others, missing) = (refer(LEAD), refer(NOBODY));
    assert_eq!(others.sqlstate(), "23503");
    assert_eq!(others, missing);
    assert!(others.messages.contains("deals_lead_id_fkey"), "{}", others.messages);
    let assign = |user: &str| {
        let insert = format!("INSERT INTO leads (name, assigned_to_id) VALUES ('x', '{user}');");
        database.run("crm_app", &acting_for(OTHER, &insert))
    };
    assert_eq!(assign(ANN).sqlstate(), "23503");
    assert_eq!(assign(ANN), assign(NOBODY));
    assert!(assign(BOB).ok);
}

#[test]
fn a_row_never_changes_its_tenant() {
    let database = crm("moves");
    let take = format!("UPDATE leads SET organization_id = '{OTHER}';");
    assert_eq!(database.run("crm_app", &acting_for(ACME, &take)).sqlstate(), "42501");
    let outcome = database.run(SUPERUSER, &format!("SET ROLE crm_admin; {take}"));
    assert_eq!(outcome.sqlstate(), "42501");
    assert!(outcome.messages.contains("a row cannot move to another tenant"), "{}", outcome.messages);
    let same = format!("SET ROLE crm_admin; UPDATE leads SET organization_id = '{ACME}'; SELECT count(*) FROM leads;");
    assert_eq!(database.run(SUPERUSER, &same).expect(), "1", "an update that changes nothing is none");
}

#[test]
fn each_role_has_its_part() {
    let database = crm("roles");
    let owner = "SET ROLE crm_owner; SELECT count(*) FROM leads;";
    assert_eq!(database.run("crm_migrator", owner).expect(), "0", "row security holds for the owner");
    assert_eq!(database.run("crm_migrator", "SELECT count(*) FROM public.leads;").sqlstate(), "42501");
    assert_eq!(database.run(SUPERUSER, "SET ROLE crm_admin; SELECT count(*) FROM leads;").expect(), "1");
    let readonly = |statements: &str| database.run("crm_readonly", &acting_for(ACME, statements));
    assert_eq!(readonly("SELECT name FROM leads;").expect(), "Lea");
    for statement in ["INSERT INTO leads (name) VALUES ('x');", "UPDATE leads SET name = 'x';", "DELETE FROM leads;"] {
        assert_eq!(readonly(statement).sqlstate(), "42501", "{statement}");
    }
    for statement in [
        "TRUNCATE leads;",
        "CREATE TABLE mine (x integer);",
        "CREATE TEMP TABLE mine (x integer);",
        "ALTER TABLE leads DISABLE ROW LEVEL SECURITY;",
        "INSERT INTO leads (id, name) VALUES (gen_random_uuid(), 'x');",
        "UPDATE leads SET created_at = now();",
        "SET ROLE crm_owner;",
    ] {
        assert_eq!(database.run("crm_app", &acting_for(ACME, statement)).sqlstate(), "42501", "{statement}");
    }
}

#[test]
fn an_update_touches_the_row() {
    let database = crm("touch");
    let update = "UPDATE leads SET notes = 'Called.', updated_at = '2000-01-01';
                  SELECT updated_at = now() AND updated_at > created_at FROM leads;";
    assert_eq!(database.run("crm_app", &acting_for(ACME, update)).expect(), "t");
}

#[test]
fn deletes_do_what_the_relation_says() {
    let database = crm("deletes");
    let delete = "DELETE FROM leads; SELECT lead_id IS NULL, organization_id, updated_at = now() FROM deals;";
    assert_eq!(database.run("crm_app", &acting_for(ACME, delete)).expect(), format!("t|{ACME}|t"));
    let admin = |statements: &str| database.run(SUPERUSER, &format!("SET ROLE crm_admin; {statements}"));
    let work = format!(
        "INSERT INTO contacts (organization_id, name, assigned_to_id) VALUES ('{ACME}', 'Con', '{ANN}');
         DELETE FROM users WHERE id = '{ANN}'; SELECT assigned_to_id IS NULL FROM contacts;"
    );
    assert_eq!(admin(&work).expect(), "t", "an assignee who leaves is forgotten");
    let history = format!(
        "INSERT INTO activities (organization_id, type, title, created_by_id) VALUES ('{OTHER}', 'CALL', 'x', '{BOB}');
         DELETE FROM users WHERE id = '{BOB}';"
    );
    assert_eq!(admin(&history).sqlstate(), "23503", "an author stays");
    let tenant = format!("DELETE FROM organizations WHERE id = '{OTHER}'; SELECT count(*) FROM activities;");
    assert_eq!(admin(&tenant).expect(), "0", "a tenant leaves with all it has");
}

/// A small schema with two tenants, each with a task.
fn small(name: &str, context: &str) -> Database<'static> {
    let database = made(&Project::small(name, context), name);
    let rows = format!(
        "INSERT INTO organizations (id, name) VALUES ('{ACME}', 'Acme'), ('{OTHER}', 'Other');
         INSERT INTO tasks (organization_id, title) VALUES ('{ACME}', 'Ours'), ('{OTHER}', 'Theirs');"
    );
    database.run(SUPERUSER, &rows).expect();
    database
}

#[test]
fn a_bare_uuid_is_a_context_where_the_project_says_so() {
    let database = small("bare", "bind: setting");
    let reading = |context: &str| {
        database.run("bare_app", &format!("SET app.current_org_id = '{context}'; SELECT title FROM tasks;"))
    };
    assert_eq!(reading(ACME).expect(), "Ours");
    assert_eq!(reading(&OTHER.to_uppercase()).expect(), "Theirs");
    assert_eq!(reading(&format!("{ACME}/{ANN}")).expect(), "Ours");
    for malformed in ["x", "{}", &ACME[1..], &format!("{ACME}/x")] {
        assert_eq!(reading(malformed).sqlstate(), "42501", "{malformed}");
    }
    assert_eq!(database.run("bare_app", &acting_for(ACME, "SELECT title FROM tasks;")).expect(), "Ours");
}

#[test]
fn an_unset_context_is_no_rows_where_the_project_says_so() {
    let database = small("lenient", "when_unset: empty");
    assert_eq!(database.run("lenient_app", "SELECT count(*) FROM tasks;").expect(), "0");
    assert_eq!(database.run("lenient_app", "INSERT INTO tasks (title) VALUES ('x');").sqlstate(), "42501");
    let malformed = "SET app.current_org_id = 'x'; SELECT count(*) FROM tasks;";
    assert_eq!(database.run("lenient_app", malformed).sqlstate(), "42501");
}

#[test]
fn supabase_reads_the_claims_that_users_cannot_write() {
    let database = small("jwt", "flavor: supabase");
    let reading = |claims: &str| {
        let session = format!("SET request.jwt.claims = '{claims}'; SET ROLE authenticated; SELECT title FROM tasks;");
        database.run("authenticated", &session)
    };
    assert_eq!(reading(&format!(r#"{{"app_metadata": {{"organization_id": "{ACME}"}}}}"#)).expect(), "Ours");
    for unset in ["", "{}", r#"{"app_metadata": null}"#, r#"{"app_metadata": {"organization_id": null}}"#] {
        assert!(reading(unset).messages.contains("42501: tenant context is not set"), "{unset}");
    }
    let users_own = format!(r#"{{"user_metadata": {{"organization_id": "{ACME}"}}, "organization_id": "{ACME}"}}"#);
    assert!(reading(&users_own).messages.contains("42501: tenant context is not set"));
    let malformed = reading(r#"{"app_metadata": {"organization_id": "1"}}"#);
    assert!(malformed.messages.contains("42501: tenant context is malformed"));
}

#[test]
fn supabase_s_own_administrator_needs_no_superuser() {
    let project = Project::small("hosted", "flavor: supabase");
    let cluster = Cluster::shared();
    let script = project.script();
    let stage = Stage::bare(&cluster.server, &script, "hosted").expect("the surroundings can be made");
    let database = cluster.open(&stage.database);
    let _roles = cluster.server.hold_roles();
    let platform = "CREATE ROLE platform LOGIN CREATEROLE CREATEDB; ALTER DATABASE hosted OWNER TO platform;";
    database.run(SUPERUSER, platform).expect();
    for _ in 0..2 {
        database.run("platform", project.file("roles")).expect();
    }
    for file in ["schema", "policies", "rollback"] {
        database.run("platform", project.file(file)).expect();
    }
}
