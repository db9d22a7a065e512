//! The plans of the queries that a CRM asks most, under row security: the tenant is a condition of an index in each.

mod support;

#[path = "../benches/queries/list.rs"]
mod list;

use crmgen::sample::{Sample, Tenant, bulk};
use crmgen::source::Sources;

use list::{QUERIES, Query};
use support::cluster::{Database, SUPERUSER};
use support::project::Project;

/// Enough tenants and rows that one tenant's are a small part of a table.
const TENANTS: usize = 40;
const ROWS: usize = 100;

#[test]
fn the_tenant_is_an_index_condition_in_each_query() {
    let project = Project::crm();
    let sample = Sample::new(&project.model, ROWS).with_tenants(TENANTS);
    let database = filled(&project, &sample);
    let complaints: Vec<_> = ["force_generic_plan", "force_custom_plan"]
        .into_iter()
        .flat_map(|mode| QUERIES.iter().map(move |query| (mode, query)))
        .filter_map(|(mode, query)| complaint(&database, &sample, mode, query))
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// What a search by part of a name cannot do under row security, a search by its beginning can: comparing texts is
/// leak-proof, matching patterns and calling `lower` are not.
#[test]
fn a_search_by_the_beginning_of_a_stored_text_uses_its_index() {
    let mut sources = Sources::default();
    sources.add("schema/crmgen.yaml", "crmgen: 1\nname: finding\ntenancy: { tenant: organizations }\n");
    sources.add(
        "schema/model.yaml",
        "
entities:
  organizations: { tenancy: root, fields: { name: text } }
  people:
    fields:
      name: text
      name_key: { type: text, generated: \"lower(name)\" }
    indexes:
      - { fields: [name_key], ops: text_pattern_ops }
      - { fields: [\"lower(name)\"], ops: text_pattern_ops, name: people_lower_name }
",
    );
    let project = Project::of(sources).expect("the schema is right");
    let sample = Sample::new(&project.model, 500).with_tenants(4);
    let database = project.database("finding").expect("the roles can be made");
    project.apply(&database).expect("the schema can be made");
    database.run(SUPERUSER, &format!("{} VACUUM ANALYZE;", bulk::script(&sample))).expect();
    let plan = |condition: &str| {
        let session = format!(
            "BEGIN; SELECT app.set_org('{}') AS done \\gset\n EXPLAIN (COSTS OFF) SELECT * FROM people WHERE {condition};",
            sample.tenant_key(Tenant(1))
        );
        database.run("finding_app", &session).expect()
    };
    let stored = plan("name_key ~>=~ 'tan' AND name_key ~<~ 'tao'");
    assert!(index_condition(&stored).contains("name_key"), "{stored}");
    let called = plan("lower(name) LIKE 'tan%'");
    assert!(!index_condition(&called).contains("lower"), "the limit is gone, say so in the docs: {called}");
}

fn index_condition(plan: &str) -> &str {
    plan.lines().find(|line| line.contains("Index Cond:")).unwrap_or_default()
}

#[test]
fn a_plan_without_the_index_is_told() {
    let plan = "Seq Scan on leads\n  Filter: (organization_id = $0)";
    assert!(!is_bounded(plan));
    assert!(is_bounded("Index Scan using i on leads\n  Index Cond: ((organization_id = $0) AND (status = 'A'))"));
}

fn filled(project: &Project, sample: &Sample<'_>) -> Database<'static> {
    let database = project.database("queries").expect("the roles can be made");
    project.apply(&database).expect("the schema can be made");
    let load = format!("SET session_replication_role = replica; {}", bulk::script(sample));
    database.run(SUPERUSER, &load).expect();
    database.run(SUPERUSER, "VACUUM ANALYZE;").expect();
    database
}

/// What is wrong with a query's plan.
fn complaint(database: &Database<'_>, sample: &Sample<'_>, mode: &str, query: &Query) -> Option<String> {
    let key = |entity: &str, number| {
        let (id, _) = sample.model().find(entity).expect("the CRM has it");
        let (_, text) = sample.key(id, Tenant(3), number).pop().expect("a key has a column");
        text.trim_matches('\'').to_owned()
    };
    let text = query.text(&key("users", 1), &key("leads", 7), None);
    let session = format!(
        "SET plan_cache_mode = {mode}; BEGIN; SELECT app.set_org('{}') AS done \\gset\n\
         PREPARE asked AS {text}; EXPLAIN (COSTS OFF) EXECUTE asked;",
        sample.tenant_key(Tenant(3))
    );
    let plan = database.run("crm_app", &session).expect();
    (!is_bounded(&plan)).then(|| format!("{} ({mode}):\n{plan}", query.name))
}

/// Whether every table is reached through an index by its tenant.
fn is_bounded(plan: &str) -> bool {
    let tables = plan.lines().filter(|line| line.contains(" on ") && !line.contains("Bitmap Heap Scan"));
    let scans = tables.filter(|line| line.contains("Scan")).count();
    let bounded =
        plan.lines().filter(|line| line.contains("Index Cond:") && line.contains("organization_id = ")).count();
    scans > 0 && bounded == scans && !plan.contains("Seq Scan")
}
