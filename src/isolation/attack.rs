//! Attacks beyond plain verbs, one family a file.

mod bulk;
mod cascade;
mod later;
mod motion;
mod oracle;
mod privilege;
mod reference;

use super::cell::{Cell, Denial, Expected};
use super::ground::{Ground, INSUFFICIENT_PRIVILEGE};
use super::verbs::Trial;
use crate::model::{Role, Verb};

/// Every attack, family by family.
pub fn cells(ground: &Ground<'_>) -> Vec<Cell> {
    let families =
        [reference::cells, motion::cells, bulk::cells, cascade::cells, oracle::cells, later::cells, privilege::cells];
    families.into_iter().flat_map(|family| family(ground)).collect()
}

/// The application at each table whose rows are tenants' own.
fn at_owned<'a>(ground: &'a Ground<'a>) -> impl Iterator<Item = Trial<'a>> {
    ground.owned().map(|(id, entity, _)| Trial { ground, id, entity, role: Role::App })
}

fn forbidden() -> Expected {
    Expected::Refused(Denial::code(INSUFFICIENT_PRIVILEGE))
}

/// Whether the application may do all of these, on any row of its tenant's.
fn may(trial: &Trial<'_>, verbs: &[Verb]) -> bool {
    verbs.iter().all(|&verb| trial.allows(verb) && !trial.is_filtered(verb))
}
