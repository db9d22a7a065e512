//! An index whose keys another one starts with.

use super::{Lint, Lookup, lookups, of_member};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, Method, Model};

/// The rule.
pub static LINT: Lint = Lint {
    name: "prefix_index",
    code: Code {
        id: "L0001",
        title: "index that another one makes redundant",
        explanation: "\
PostgreSQL can use an index on `(a, b)` for everything an index on `(a)` is good for. The shorter one only costs:
some 13 % of the time of every insert, and disk. Remove it, or give it other keys.

Keys crmgen puts in front (the tenant key) count. A partial index is compared with others of the same condition
only.
",
    },
    check: |model: &Model| model.managed().flat_map(|(_, entity)| check(entity)).collect(),
};

fn check(entity: &Entity) -> Vec<Diagnostic> {
    let all: Vec<_> = lookups(entity).collect();
    let others = |at: usize| all.iter().enumerate().filter(move |(other, _)| *other != at);
    let covered_by = |at: usize| others(at).find(|(other, longer)| covers(longer, &all[at], *other < at));
    let found = (0..all.len()).filter_map(|at| Some((&all[at], all[at].index?, covered_by(at)?.1)));
    found
        .map(|(index, span, longer)| {
            let message = format!("index `{}` is a prefix of `{}`, which serves as well", index.name, longer.name);
            of_member(&LINT, entity, index.name, message).at(span, "redundant").help("remove the shorter index")
        })
        .collect()
}

/// Whether `longer` serves every lookup that `index` serves. Of two equal ones the first stays.
fn covers(longer: &Lookup<'_>, index: &Lookup<'_>, is_first: bool) -> bool {
    let sorted = longer.method == Method::Btree && index.method == Method::Btree;
    let is_longer = longer.keys.len() > index.keys.len() || longer.keys.len() == index.keys.len() && is_first;
    sorted && is_longer && longer.filter == index.filter && longer.keys.starts_with(&index.keys)
}
