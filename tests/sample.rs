//! Rows of the sample on a real PostgreSQL: every schema takes them.

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};

use crmgen::model::{Entity, FieldId, Literal, Model, Scalar, Supply, Tenancy};
use crmgen::sample::{Row, Sample, Tenant, Value, bulk};
use crmgen::{spelling, sql};

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

#[test]
fn what_is_said_of_checks_is_what_postgresql_says() {
    let told = AtomicUsize::new(0);
    for_each_project(|name, project| {
        let database = project.database(&format!("verdicts_{name}"))?;
        project.apply(&database)?;
        let sample = Sample::new(&project.model, ROWS);
        for (id, entity) in project.model.entities().filter(|(_, entity)| !entity.checks.is_empty()) {
            let rows = (0..ROWS / 2).map(|number| sample.row(id, Tenant(0), number));
            let rows: Vec<_> = rows.flat_map(|row| variants(entity, &row)).collect();
            told.fetch_add(agree(&database, project, &sample, entity, &rows)?, Ordering::Relaxed);
        }
        Ok(())
    });
    let told = told.into_inner();
    assert!(told > 1_000, "only {told} verdicts");
}

/// The row, and the same with one column changed, for the better or the worse.
fn variants(entity: &Entity, row: &Row) -> Vec<Row> {
    let with = |at: usize, value: Value| {
        let mut changed = row.clone();
        changed.values[at].1 = value;
        changed
    };
    let others =
        row.values.iter().enumerate().flat_map(|(at, (field, value))| {
            others(entity, *field, value).into_iter().map(move |other| with(at, other))
        });
    std::iter::once(row.clone()).chain(others).collect()
}

/// Values that a check may not like.
fn others(entity: &Entity, field: FieldId, value: &Value) -> Vec<Value> {
    let null = entity.field(field).nullable.then_some(Value::Null);
    let literals: Vec<_> = match value {
        Value::Literal(Literal::Number(_)) => ["-1", "0", "7", "99"].map(|n| Literal::Number(n.into())).to_vec(),
        Value::Literal(Literal::Boolean(value)) => vec![Literal::Boolean(!value)],
        Value::Literal(Literal::Json(_)) => ["[]", "null", "\"x\""].map(|text| Literal::Json(text.into())).to_vec(),
        Value::Literal(Literal::Text(_)) if is_text(entity, field) => {
            ["", "  ", "Up", "a-b", "a--b", "it's; --", "x1"].map(|text| Literal::Text(text.into())).to_vec()
        }
        Value::Literal(Literal::Text(_)) if is_time(entity, field) => {
            vec![Literal::Text("1999-12-31 23:00:00+00".into()), Literal::Text("2099-01-01 00:00:00+00".into())]
        }
        Value::Literal(_) | Value::Null | Value::Default | Value::Reference { .. } => Vec::new(),
    };
    null.into_iter().chain(literals.into_iter().map(Value::Literal)).collect()
}

fn is_text(entity: &Entity, field: FieldId) -> bool {
    matches!(entity.field(field).ty.scalar, Scalar::Text | Scalar::Varchar(_))
}

fn is_time(entity: &Entity, field: FieldId) -> bool {
    matches!(entity.field(field).ty.scalar, Scalar::Timestamptz)
}

/// Compares what is told of rows' checks with what PostgreSQL says; how many verdicts were told.
fn agree(
    database: &Database<'_>,
    project: &Project,
    sample: &Sample<'_>,
    entity: &Entity,
    rows: &[Row],
) -> Result<usize, String> {
    let checks = entity.checks.iter().map(|check| format!("({}) IS NOT FALSE", check.expression.text));
    let checks = checks.collect::<Vec<_>>().join(", ");
    let query = |row: &Row| {
        let columns = row.values.iter().map(|(id, value)| column(&project.model, sample, entity, *id, value));
        let generated = entity.fields.iter().filter_map(|field| match &field.supply {
            Supply::Generated(expression) => Some(format!("({}) AS {}", expression.text, sql::ident(&field.name))),
            Supply::Client | Supply::Default(_) | Supply::Identity(_) => None,
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        let generated: String = generated.map(|one| format!(", {one}")).collect();
        format!("SELECT {checks} FROM (SELECT *{generated} FROM (SELECT {columns}) AS one) AS one;")
    };
    let queries: Vec<_> = rows.iter().map(query).collect();
    let path = format!("SET search_path = {}, public, extensions;", sql::ident(&project.model.project.postgres.schema));
    let said = database.run(SUPERUSER, &format!("{path}\n{}", queries.join("\n"))).rows()?;
    let mut told = 0;
    for ((said, row), query) in said.lines().zip(rows).zip(&queries) {
        let verdicts = sample.verdicts(row);
        told += verdicts.iter().flatten().count();
        for ((said, verdict), check) in said.split('|').zip(verdicts).zip(&entity.checks) {
            if verdict.is_some_and(|verdict| verdict != (said == "t")) {
                return Err(format!("{}: told {verdict:?}, but it is {said}: {query}", check.name));
            }
        }
    }
    Ok(told)
}

fn column(model: &Model, sample: &Sample<'_>, entity: &Entity, id: FieldId, value: &Value) -> String {
    let field = entity.field(id);
    format!("{}::{} AS {}", sample.text(value), spelling::postgres(model, field.ty), sql::ident(&field.name))
}

#[test]
fn the_seed_goes_in_once_and_shows_everything() {
    for_each_project(|name, project| {
        let database = project.database(&format!("seed_{name}"))?;
        project.apply(&database)?;
        let seed = project.file("seed");
        database.run(SUPERUSER, seed).rows().map_err(|why| format!("the seed: {why}"))?;
        let before = counts(project, &database)?;
        if database.run(SUPERUSER, seed).rows().is_ok_and(|_| before != counts(project, &database).unwrap_or_default())
        {
            return Err("a second run changes something".into());
        }
        let again = database.run(SUPERUSER, seed);
        if again.ok || !again.messages.contains("the sample data is here already") {
            return Err(format!("a second run is not refused clearly: {}", again.messages));
        }
        every_enum_value_is_used(project, &database)?;
        each_tenant_sees_its_own(project, &database)
    });
}

/// How many rows each table has, for whoever sees all.
fn counts(project: &Project, database: &Database<'_>) -> Result<String, String> {
    let counts = project.model.entities.iter().map(|entity| {
        format!(
            "SELECT {}, count(*) FROM {};\n",
            sql::literal(entity.name.as_str()),
            sql::table(&project.model, entity)
        )
    });
    database.run(SUPERUSER, &counts.collect::<String>()).rows()
}

fn every_enum_value_is_used(project: &Project, database: &Database<'_>) -> Result<(), String> {
    for entity in &project.model.entities {
        for field in &entity.fields {
            let Scalar::Enum(id) = field.ty.scalar else { continue };
            let column = sql::ident(&field.name);
            let value = if field.ty.array { format!("unnest({column})") } else { column };
            let query = format!("SELECT {value}::text FROM {} ORDER BY 1;", sql::table(&project.model, entity));
            let used = database.run(SUPERUSER, &query).rows()?;
            let all = &project.model.enumeration(id).values;
            if let Some(value) = all.iter().find(|value| !used.contains(value.name.as_str())) {
                return Err(format!("{}.{}: no row says {}", entity.name, field.name, value.name));
            }
        }
    }
    Ok(())
}

/// As the application, in the context of each tenant: as many rows of each owned entity as the seed gave that tenant.
fn each_tenant_sees_its_own(project: &Project, database: &Database<'_>) -> Result<(), String> {
    use crmgen::model::{ContextSource, Role, Verb};
    let sample = Sample::showing(&project.model);
    let model = &project.model;
    for tenant in sample.tenants() {
        let key = sample.tenant_key(tenant);
        let context = match &model.project.tenancy.context.source {
            ContextSource::Setting { .. } => {
                let set = crmgen::sql::routine::Routine::Set.qualified(model);
                format!("SELECT {set}('{key}') AS done \\gset\n")
            }
            ContextSource::Supabase { claim } => {
                format!("SET LOCAL request.jwt.claims = '{{\"app_metadata\": {{\"{claim}\": \"{key}\"}}}}';\n")
            }
        };
        for (id, entity) in model.managed() {
            let plain =
                entity.policies.iter().all(|policy| policy.rule.using().is_none_or(|rule| rule.filter.is_none()));
            let owned = matches!(entity.tenancy, Tenancy::Owned { .. } | Tenancy::Members { .. });
            if !(owned && plain && entity.allows(Role::App, Verb::Select)) {
                continue;
            }
            let query = format!("BEGIN; {context} SELECT count(*) FROM {};", sql::table(model, entity));
            let seen = database.run(project.role(Role::App), &query).rows()?;
            if seen != sample.count(id).to_string() {
                return Err(format!("{}: sees {seen} rows of {}", tenant.0, entity.name));
            }
        }
    }
    Ok(())
}

#[test]
fn large_sets_go_in_at_once() {
    for_each_project(|name, project| {
        let database = project.database(&format!("bulk_{name}"))?;
        project.apply(&database)?;
        let sample = Sample::new(&project.model, 300).with_tenants(3);
        let script = bulk::script(&sample);
        database.run(SUPERUSER, &script).rows().map_err(|why| format!("{why}\n{script}"))?;
        for (id, entity) in project.model.entities() {
            let tenants = if matches!(entity.tenancy, Tenancy::Shared { .. }) { 1 } else { 3 };
            let query = format!("SELECT count(*) FROM {};", sql::table(&project.model, entity));
            let (there, meant) = (database.run(SUPERUSER, &query).rows()?, sample.count(id) * tenants);
            if there != meant.to_string() {
                return Err(format!("{}: {there} rows, not {meant}", entity.name));
            }
        }
        Ok(())
    });
}
