//! The SQL, read back into facts and compared with the model.

use rayon::prelude::*;

use super::script::Script;
use super::{body, compare, isolation, mismatch, rollback, seed, verify};
use crate::derived::Postgres;
use crate::diagnostic::Diagnostic;
use crate::expect::Expect;
use crate::model::{Entity, Model};
use crate::sql::facts::{Described, Facts, ObjectName, Table};
use crate::target::Files;

/// Compares the SQL files with the model.
pub fn check(postgres: &Postgres<'_>, files: &Files) -> Vec<Diagnostic> {
    let mut findings = match read(postgres.expect.model, files) {
        Ok(scripts) => run(postgres, scripts, files),
        Err(unreadable) => unreadable,
    };
    findings.extend(seed::check(&postgres.seed, files));
    findings.extend(postgres.isolation.iter().flat_map(|isolation| isolation::check(isolation, files)));
    findings
}

/// The four files that make and take back objects.
struct Scripts<'a> {
    roles: Script<'a>,
    schema: Script<'a>,
    policies: Script<'a>,
    rollback: Script<'a>,
}

fn read<'a>(model: &Model, files: &'a Files) -> Result<Scripts<'a>, Vec<Diagnostic>> {
    use crate::expect::session::{plain, with_owner, with_path};
    let script = |path, settings: Vec<_>| Script::read(files, path, &settings);
    let (roles, schema) = (script("postgres/roles.sql", plain()), script("postgres/schema.sql", with_path(model)));
    let (policies, rollback) =
        (script("postgres/policies.sql", with_path(model)), script("postgres/rollback.sql", with_owner(model)));
    Ok(Scripts { roles: roles?, schema: schema?, policies: policies?, rollback: rollback? })
}

/// Carries out the scripts in order, comparing what stands with what should.
fn run(postgres: &Postgres<'_>, scripts: Scripts<'_>, files: &Files) -> Vec<Diagnostic> {
    let expect = &postgres.expect;
    let mut facts = Facts::default();
    let mut findings = scripts.roles.run(&mut facts);
    let before = facts.clone();
    findings.extend(scripts.schema.run(&mut facts));
    findings.extend(scripts.policies.run(&mut facts));
    findings.extend(surroundings(expect, &facts));
    findings.extend(tables(expect, &facts));
    findings.extend(verify::check(postgres, files, &facts));
    if findings.is_empty() {
        findings.extend(rollback::check(scripts.rollback, facts, &before));
    }
    findings
}

/// Everything but tables.
fn surroundings(expect: &Expect<'_>, facts: &Facts) -> Vec<Diagnostic> {
    let (mut expected, mut actual) = (Described::default(), Described::default());
    expect.surroundings().describe_surroundings(&mut expected);
    facts.describe_surroundings(&mut actual);
    let differences = compare::differences(&expected, &actual).into_iter();
    differences.chain(expect.bodies().iter().flat_map(|one| body::faults(one, facts))).map(mismatch).collect()
}

fn tables(expect: &Expect<'_>, facts: &Facts) -> Vec<Diagnostic> {
    let entities: Vec<_> = expect.model.managed().map(|(_, entity)| entity).collect();
    let found = entities.par_iter().flat_map_iter(|entity| table(expect, entity, facts)).map(mismatch);
    let mut findings: Vec<_> = found.collect();
    let meant = |name: &ObjectName| entities.iter().any(|entity| expect.name(&entity.name) == *name);
    if facts.tables.len() != entities.len() {
        let extra = facts.tables.keys().filter(|name| !meant(name));
        findings.extend(extra.map(|name| mismatch(format!("table `{name}`: the SQL has it, the model does not"))));
    }
    findings
}

fn table(expect: &Expect<'_>, entity: &Entity, facts: &Facts) -> Vec<String> {
    let name = expect.name(&entity.name);
    let expected = expect.table(entity);
    match facts.tables.get(&name) {
        None => vec![format!("table `{name}`: the model has it, the SQL does not")],
        Some(actual) if *actual == expected => Vec::new(),
        Some(actual) => explained(&name, &expected, actual),
    }
}

/// Two tables that differ, in words.
fn explained(name: &ObjectName, expected: &Table, actual: &Table) -> Vec<String> {
    let described = |table: &Table| {
        let mut described = Described::default();
        table.describe(name, &mut described);
        described
    };
    let found = compare::differences(&described(expected), &described(actual));
    if found.is_empty() { vec![format!("table `{name}`: an expression in it is not the model's")] } else { found }
}
