//! What an entity holds once its traits are taken in.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::spec::{CheckSpec, EntitySpec, FieldSpec, KeysSpec, Members, RelationSpec, Text, TraitSpec};

use super::names::Names;

/// The members of an entity: its own first, then those of each trait in the order listed.
#[derive(Debug, Default)]
pub struct Taken<'a> {
    groups: Vec<&'a Members>,
}

impl<'a> Taken<'a> {
    /// Takes in an entity's traits and theirs, each once. Reports unknown traits, circles and clashes.
    pub fn of(entity: &'a EntitySpec, names: &Names<'a>, faults: &mut Diagnostics) -> Self {
        let mut walk = Walk { names, open: Vec::new(), taken: Vec::new() };
        for name in &entity.traits {
            walk.take(name, faults);
        }
        let mut groups = vec![&entity.members];
        groups.extend(walk.taken.iter().map(|one| &one.members));
        report_clashes(&groups, faults);
        Self { groups }
    }

    /// For each group, its fields and then its relations: the order of columns.
    pub fn groups(&self) -> impl Iterator<Item = &'a Members> + '_ {
        self.groups.iter().copied()
    }

    /// Every field.
    pub fn fields(&self) -> impl Iterator<Item = &'a FieldSpec> + '_ {
        self.groups().flat_map(|group| &group.fields)
    }

    /// Every relation.
    pub fn relations(&self) -> impl Iterator<Item = &'a RelationSpec> + '_ {
        self.groups().flat_map(|group| &group.relations)
    }

    /// Every unique key.
    pub fn uniques(&self) -> impl Iterator<Item = &'a KeysSpec> + '_ {
        self.groups().flat_map(|group| &group.uniques)
    }

    /// Every index.
    pub fn indexes(&self) -> impl Iterator<Item = &'a KeysSpec> + '_ {
        self.groups().flat_map(|group| &group.indexes)
    }

    /// Every named check.
    pub fn checks(&self) -> impl Iterator<Item = &'a CheckSpec> + '_ {
        self.groups().flat_map(|group| &group.checks)
    }
}

/// A walk through traits: those being opened, to see a circle, and those taken.
struct Walk<'n, 'a> {
    names: &'n Names<'a>,
    open: Vec<&'a TraitSpec>,
    taken: Vec<&'a TraitSpec>,
}

impl<'a> Walk<'_, 'a> {
    fn take(&mut self, name: &'a Text, faults: &mut Diagnostics) {
        let Some(found) = self.names.find_trait(name, faults) else { return };
        if self.open.iter().any(|open| std::ptr::eq(*open, found)) {
            let fault = Diagnostic::error(&codes::TRAIT_CYCLE, format!("the trait `{}` includes itself", name.value));
            faults.push(fault.at(name.span, "this closes the circle").at(found.name.span, "defined here"));
            return;
        }
        if self.taken.iter().any(|taken| std::ptr::eq(*taken, found)) {
            return;
        }
        self.open.push(found);
        self.taken.push(found);
        for inner in &found.traits {
            self.take(inner, faults);
        }
        self.open.pop();
    }
}

fn report_clashes(groups: &[&Members], faults: &mut Diagnostics) {
    let mut first: BTreeMap<&str, (usize, &Text)> = BTreeMap::new();
    for (group, members) in groups.iter().enumerate() {
        let fields = members.fields.iter().map(|field| &field.name);
        for name in fields.chain(members.relations.iter().map(|relation| &relation.name)) {
            match first.get(name.value.as_str()) {
                Some(&(other, earlier)) if other != group => faults.push(trait_clash(name, earlier)),
                // Twice among fields is a duplicate key, which the reader has reported.
                Some(&(_, earlier)) if !same_map(members, name) => {
                    faults.push(super::names::defined_twice("member", name, earlier.span));
                }
                Some(_) => {}
                None => {
                    first.insert(&name.value, (group, name));
                }
            }
        }
    }
}

/// Whether a name stands twice in the same map of members.
fn same_map(members: &Members, name: &Text) -> bool {
    let twice = |count: usize| count > 1;
    twice(members.fields.iter().filter(|field| field.name == *name).count())
        || twice(members.relations.iter().filter(|relation| relation.name == *name).count())
}

fn trait_clash(name: &Text, earlier: &Text) -> Diagnostic {
    Diagnostic::error(&codes::TRAIT_CLASH, format!("a trait brings a second `{}`", name.value))
        .at(name.span, "the trait's")
        .at(earlier.span, "already here")
        .help("rename one of the two, or leave the trait out")
}
