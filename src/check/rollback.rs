//! The way back: `rollback.sql` drops exactly what the other files make, dependents first.

use super::script::Script;
use super::{compare, mismatch};
use crate::diagnostic::Diagnostic;
use crate::sql::facts::{Described, Effect, Facts};

/// Carries the rollback out on what stands, and compares what is left with what stood before.
///
/// # Errors
/// That it cannot be read.
pub fn check(rollback: Script<'_>, mut facts: Facts, before: &Facts) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let mut findings = rollback.run(&mut facts, unwanted)?;
    if findings.is_empty() && facts != *before {
        let left = compare::differences(&described(before), &described(&facts));
        findings.extend(left.into_iter().map(|one| mismatch(format!("after postgres/rollback.sql: {one}"))));
    }
    Ok(findings)
}

/// It only drops, and does no harm a second time.
fn unwanted(effect: &Effect) -> Option<&'static str> {
    match effect {
        Effect::Drop(drop) if drop.if_exists => None,
        Effect::Drop(_) => Some("a second run would fail: IF EXISTS is missing"),
        _ => Some("a rollback only drops"),
    }
}

fn described(facts: &Facts) -> Described {
    let mut described = Described::default();
    facts.describe_surroundings(&mut described);
    facts.tables.iter().for_each(|(name, table)| table.describe(name, &mut described));
    described
}
