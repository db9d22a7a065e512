//! Rows of the sample on a real PostgreSQL: every schema takes them.

mod support;

use crmgen::sample::Sample;

use support::cluster::{Database, SUPERUSER};
use support::project::Project;

/// As many rows as most questions need; more than most enums have values.
const ROWS: usize = 12;

/// A database with a project's schema, named for its case.
fn applied(name: &str, project: &Project) -> Result<Database<'static>, String> {
    let database = project.database(&format!("sample_{name}"))?;
    project.apply(&database)?;
    Ok(database)
}

/// Runs a test over the CRM and every golden case.
fn for_each_project(test: impl Fn(&str, &Project) -> Result<(), String>) {
    test("crm", &Project::crm()).unwrap_or_else(|complaint| panic!("{complaint}"));
    support::for_each("build", |case| test(&case.name, &Project::load(&case.schema())?));
}

#[test]
fn every_schema_takes_its_rows() {
    for_each_project(|name, project| {
        let database = applied(name, project)?;
        for rows in [1, ROWS] {
            let sample = Sample::new(&project.model, rows);
            let load = format!("{};\n{}", sample.load().join(";\n"), spares(&sample, project));
            let transaction = format!("SET search_path = extensions, public; BEGIN; {load} ROLLBACK;");
            database.run(SUPERUSER, &transaction).rows().map_err(|why| format!("{rows} rows: {why}\n{load}"))?;
        }
        Ok(())
    });
}

/// A spare row of every entity for every tenant, each on its own beside the rest.
fn spares(sample: &Sample<'_>, project: &Project) -> String {
    let rows = project
        .model
        .entities()
        .flat_map(|(entity, _)| sample.tenants().filter_map(move |tenant| sample.spare(entity, tenant)));
    let alone = |row| format!("SAVEPOINT before;\n{};\nROLLBACK TO before;\n", sample.insert(&row, |_| true, &[]));
    rows.map(alone).collect()
}
