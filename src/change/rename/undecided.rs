//! Names of which both sides have all, and of which it cannot be said whether they are still to be handed round.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::change::{Change, Finding, Kind, Object};
use crate::claim::{Claim, Resolved};
use crate::hazard;

/// What is found of them: a change without statements for each circle.
#[derive(Default)]
pub(super) struct Undecided {
    pub(super) changes: Vec<Change>,
}

impl Undecided {
    /// Notes what is undecided, and passes on what is not.
    pub(super) fn note<N: Display>(
        &mut self,
        resolved: Resolved<N>,
        kind: &'static Kind,
        object: impl Fn(&N) -> Object,
    ) -> BTreeMap<N, N> {
        let change = |circle: &Vec<Claim<N>>| change(circle, kind, object(&circle.first()?.new)).into();
        self.changes.extend(resolved.undecided.iter().filter_map(change));
        resolved.held
    }
}

fn change<N: Display>(circle: &[Claim<N>], kind: &'static Kind, object: Object) -> Change {
    let names: Vec<_> = circle.iter().map(|claim| format!("`{}`", claim.new)).collect();
    let names = names.join(", ");
    let why = "both sides have all of these names, and nothing tells whether the renames have been carried out";
    let finding = Finding::new(&hazard::AMBIGUOUS_RENAME, why)
        .remedy("take each `was` away where they have; say them in a file for `--hints` where they have not");
    Change::new(kind, object, format!("Each of {names} is said to have had the name of another.")).finds([finding])
}
