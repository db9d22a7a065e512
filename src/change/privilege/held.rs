//! What roles hold on an object, and how that differs.

use std::collections::{BTreeMap, BTreeSet};

use super::securable::{Class, Securable};
use crate::sql::facts::{Columns, Grantee, Privileges};

/// Privileges, each with the columns that it is for.
pub(in crate::change) type Privileged = BTreeMap<String, Columns>;

/// What one role gains and loses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) loses: Privileged,
    pub(super) gains: Privileged,
    /// What it may pass on, and could not before.
    pub(super) passes_on: Privileged,
    /// What it keeps, but may not pass on any more.
    pub(super) keeps_to_itself: Privileged,
}

/// What one role holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Holding {
    privileges: Privileged,
    grantable: BTreeSet<String>,
}

impl Holding {
    /// Whether all of that is held.
    pub(super) fn has(&self, what: &Privileged) -> bool {
        what.iter().all(|(name, columns)| self.privileges.get(name).is_some_and(|held| columns.is_within(held)))
    }

    /// Whether all of that may be passed on.
    pub(super) fn passes_on(&self, what: &Privileged) -> bool {
        self.has(what) && what.keys().all(|name| self.grantable.contains(name))
    }

    /// Whether any of that is held.
    pub(super) fn has_any(&self, what: &Privileged) -> bool {
        what.keys().any(|name| self.privileges.contains_key(name))
    }
}

/// What everybody gains and loses, in order of name; those for whom nothing changes are left out.
pub(super) fn differences(one: &Securable<'_>) -> Vec<(Grantee, Difference)> {
    let schema = (one.class == Class::Schema && !one.is_new).then_some(one.name.name.as_str());
    let old = holdings(one.class, schema, one.old);
    let new = holdings(one.class, schema, Some(one.new));
    let everybody: BTreeSet<_> = old.keys().chain(new.keys()).cloned().collect();
    let of = |side: &BTreeMap<Grantee, Holding>, grantee: &Grantee| side.get(grantee).cloned().unwrap_or_default();
    let difference = |grantee| {
        let difference = between(&of(&old, &grantee), &of(&new, &grantee));
        (grantee, difference)
    };
    everybody.into_iter().map(difference).filter(|(_, difference)| *difference != Difference::default()).collect()
}

/// What a role may do with an object on the old side, and what it may pass on.
pub(super) fn before(one: &Securable<'_>, grantee: &Grantee) -> Holding {
    holdings(one.class, None, one.was).remove(grantee).unwrap_or_default()
}

/// What everybody may do with a table.
pub(in crate::change) fn on_table(privileges: &Privileges) -> BTreeMap<Grantee, Privileged> {
    let all = holdings(Class::Table, None, Some(privileges));
    all.into_iter().map(|(grantee, holding)| (grantee, holding.privileges)).collect()
}

/// What everybody holds, once statements have given and taken.
fn holdings(class: Class, schema: Option<&str>, said: Option<&Privileges>) -> BTreeMap<Grantee, Holding> {
    let mut everybody: Privileged = class.of_everybody().iter().map(|one| ((*one).to_owned(), Columns::All)).collect();
    if schema == Some("public") {
        everybody.insert("usage".to_owned(), Columns::All);
    }
    let mut all = BTreeMap::from([(Grantee::Public, Holding { privileges: everybody, ..Holding::default() })]);
    for (grantee, held) in said.into_iter().flat_map(|said| &said.0) {
        let holding = all.entry(grantee.clone()).or_default();
        let names =
            |names: &BTreeSet<String>| names.iter().flat_map(|name| words(class, name)).collect::<BTreeSet<_>>();
        let revoked = names(&held.revoked);
        holding.privileges.retain(|name, _| !revoked.contains(name));
        for (name, columns) in &held.granted {
            words(class, name).for_each(|name| _ = holding.privileges.insert(name, columns.clone()));
        }
        holding.grantable = names(&held.grantable);
    }
    all
}

/// The privileges that a word stands for.
fn words(class: Class, word: &str) -> impl Iterator<Item = String> {
    let all: Vec<_> = match word {
        "all" => class.all().iter().map(|one| (*one).to_owned()).collect(),
        "temp" => vec!["temporary".to_owned()],
        other => vec![other.to_owned()],
    };
    all.into_iter()
}

fn between(old: &Holding, new: &Holding) -> Difference {
    let mut difference = Difference::default();
    let names: BTreeSet<_> = old.privileges.keys().chain(new.privileges.keys()).collect();
    for name in names {
        let (loses, gains) = columns(old.privileges.get(name), new.privileges.get(name));
        let passes = new.privileges.get(name).filter(|_| new.grantable.contains(name) && !old.grantable.contains(name));
        let keeps = new.privileges.get(name).filter(|_| old.grantable.contains(name) && !new.grantable.contains(name));
        let add = |to: &mut Privileged, columns: Option<Columns>| {
            columns.into_iter().for_each(|columns| _ = to.insert(name.clone(), columns));
        };
        add(&mut difference.loses, loses);
        add(&mut difference.gains, gains.filter(|_| passes.is_none()));
        add(&mut difference.passes_on, passes.cloned());
        add(&mut difference.keeps_to_itself, keeps.cloned());
    }
    difference
}

/// What is to be taken and then to be given, so that columns come from one to the other.
fn columns(old: Option<&Columns>, new: Option<&Columns>) -> (Option<Columns>, Option<Columns>) {
    match (old, new) {
        (Some(Columns::Only(old)), Some(Columns::Only(new))) => {
            let some = |columns: BTreeSet<String>| (!columns.is_empty()).then_some(Columns::Only(columns));
            (some(old.difference(new).cloned().collect()), some(new.difference(old).cloned().collect()))
        }
        (Some(old), Some(new)) if old == new => (None, None),
        (old, new) => (old.cloned(), new.cloned()),
    }
}
