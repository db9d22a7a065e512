//! The SQL, read back into facts and compared with the model.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::script::Script;
use super::{body, compare, mismatch, rollback};
use crate::diagnostic::Diagnostic;
use crate::expect::{Expect, session};
use crate::model::Entity;
use crate::sql::facts::{Described, Effect, Facts, Function, ObjectName, Signature, Table};
use crate::target::Files;

/// The functions that files make; `None` where they cannot be read.
type Functions = Option<BTreeMap<Signature, Function>>;

/// Compares the SQL files that make the schema with the model, and the one that takes it back with them.
pub fn check(expect: &Expect<'_>, files: &Files) -> (Functions, Vec<Diagnostic>) {
    run(expect, files).unwrap_or_else(|unreadable| (None, unreadable))
}

/// Carries out the scripts that make and take back objects, comparing what stands with what should.
///
/// # Errors
/// That one of them cannot be read.
fn run(expect: &Expect<'_>, files: &Files) -> Result<(Functions, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut facts = Facts::default();
    let script = |path, settings| Script::of(files, path, settings);
    let roles = script("postgres/roles.sql", session::plain())?.run(&mut facts, anything)?;
    let before = facts.clone();
    let schema = script("postgres/schema.sql", session::with_path(expect.model))?.run(&mut facts, anything)?;
    let policies = script("postgres/policies.sql", session::with_path(expect.model))?.run(&mut facts, anything)?;
    let rollback = script("postgres/rollback.sql", session::with_owner(expect.model))?;
    let made = [roles, schema, policies].into_iter().flatten();
    let stands = surroundings(expect, &facts).into_iter().chain(tables(expect, &facts));
    let findings: Vec<_> = made.chain(stands).collect();
    let functions = facts.functions.clone();
    let findings = if findings.is_empty() { rollback::check(rollback, facts, &before)? } else { findings };
    Ok((Some(functions), findings))
}

/// Everything may be in a file that makes things: what should not is seen in the facts.
const fn anything(_: &Effect) -> Option<&'static str> {
    None
}

/// Everything but tables.
fn surroundings(expect: &Expect<'_>, facts: &Facts) -> Vec<Diagnostic> {
    let (mut expected, mut actual) = (Described::default(), Described::default());
    expect.surroundings().describe_surroundings(&mut expected);
    facts.describe_surroundings(&mut actual);
    let differences = compare::differences(&expected, &actual).into_iter();
    let tried = body::tried();
    differences.chain(expect.bodies().iter().flat_map(|one| body::faults(one, facts, &tried))).map(mismatch).collect()
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
