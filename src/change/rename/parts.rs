//! Parts of tables that stay, and sequences, that differ in nothing but their name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Step, Target};
use crate::change::Hints;
use crate::sql::facts::{Facts, ForeignKey, Key, ObjectName, Table};

/// Sequences that go with the same column and differ in their name alone, from old to new.
pub(super) fn sequences(old: &Facts, new: &Facts) -> BTreeMap<ObjectName, ObjectName> {
    let gone = old.sequences.iter().filter(|(name, one)| one.owned_by.is_some() && !new.sequences.contains_key(*name));
    let found = gone.filter_map(|(name, one)| {
        let same = new.sequences.iter().find(|(to, two)| {
            two.owned_by == one.owned_by && to.schema == name.schema && !old.sequences.contains_key(*to)
        });
        Some((name.clone(), same?.0.clone()))
    });
    found.collect()
}

/// Gives parts of tables their new names, and says what they were.
pub(super) fn rename(facts: &mut Cow<'_, Facts>, new: &Facts, hints: &Hints) -> Vec<Step> {
    let mut steps = Vec::new();
    for (name, new) in &new.tables {
        if facts.tables.get(name).is_none_or(|old| has_same_names(old, new)) {
            continue;
        }
        if let Some(old) = facts.to_mut().tables.get_mut(name) {
            steps.extend(Site { name, hints }.rename(old, new));
        }
    }
    let followed: Vec<_> = steps.iter().map(|step| follows(facts, new, step, &steps)).collect();
    steps.into_iter().zip(followed).filter_map(|(step, follows)| (!follows).then_some(step)).collect()
}

/// Whether a check gets its name with that of a table above.
fn follows(facts: &Facts, new: &Facts, step: &Step, steps: &[Step]) -> bool {
    let is_check = |table: &Table| table.checks.contains_key(&step.to);
    let mut parents = facts.tables.get(&step.object).into_iter().flat_map(Table::parents);
    let leads = |parent: &ObjectName| {
        let mut above = steps.iter().filter(|one| one.object == *parent && one.target == Target::Constraint);
        above.any(|one| one.from == step.from && one.to == step.to)
    };
    step.target == Target::Constraint && new.tables.get(&step.object).is_some_and(is_check) && parents.any(leads)
}

/// Whether all parts of two tables are called the same, so that none can have another name.
fn has_same_names(old: &Table, new: &Table) -> bool {
    old.uniques.keys().eq(new.uniques.keys())
        && old.exclusions.keys().eq(new.exclusions.keys())
        && old.checks.keys().eq(new.checks.keys())
        && old.indexes.keys().eq(new.indexes.keys())
        && old.triggers.keys().eq(new.triggers.keys())
        && old.policies.keys().eq(new.policies.keys())
        && primary_key(old) == primary_key(new)
        && foreign_keys(old) == foreign_keys(new)
}

fn primary_key(table: &Table) -> Option<&str> {
    table.primary_key.as_ref().map(|key| key.name.as_str())
}

fn foreign_keys(table: &Table) -> BTreeSet<&str> {
    table.foreign_keys.iter().map(|key| key.name.as_str()).collect()
}

#[derive(Clone, Copy)]
struct Site<'a> {
    name: &'a ObjectName,
    hints: &'a Hints,
}

impl Site<'_> {
    fn rename(self, old: &mut Table, new: &Table) -> Vec<Step> {
        let mut steps = self.primary_key(old, new);
        steps.extend(self.moved(&Target::Key, &mut old.uniques, &new.uniques));
        steps.extend(self.moved(&Target::Key, &mut old.exclusions, &new.exclusions));
        steps.extend(self.moved(&Target::Constraint, &mut old.checks, &new.checks));
        steps.extend(self.foreign_keys(old, new));
        steps.extend(self.moved(&Target::Index, &mut old.indexes, &new.indexes));
        steps.extend(self.moved(&Target::Trigger, &mut old.triggers, &new.triggers));
        steps.extend(self.moved(&Target::Policy, &mut old.policies, &new.policies));
        for step in &steps {
            follow(old, step);
        }
        steps
    }

    fn primary_key(self, old: &mut Table, new: &Table) -> Vec<Step> {
        let Some((old, new)) = old.primary_key.as_mut().zip(new.primary_key.as_ref()) else { return Vec::new() };
        let is_same = Key { name: new.name.clone(), ..old.clone() } == *new;
        if !is_same || old.name == new.name {
            return Vec::new();
        }
        let from = std::mem::replace(&mut old.name, new.name.clone());
        vec![self.step(Target::Key, &from, &new.name)]
    }

    fn foreign_keys(self, old: &mut Table, new: &Table) -> Vec<Step> {
        let named = |table: &Table| -> BTreeMap<_, _> {
            let bare = |key: &ForeignKey| ForeignKey { name: String::new(), ..key.clone() };
            table.foreign_keys.iter().map(|key| (key.name.clone(), bare(key))).collect()
        };
        let steps = self.moved(&Target::Constraint, &mut named(old), &named(new));
        for key in &mut old.foreign_keys {
            if let Some(step) = steps.iter().find(|step| step.from == key.name) {
                key.name.clone_from(&step.to);
            }
        }
        steps
    }

    /// Renames those that a hint names, or that have an equal of another name.
    fn moved<V: PartialEq>(
        self,
        target: &Target,
        old: &mut BTreeMap<String, V>,
        new: &BTreeMap<String, V>,
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        for (to, value) in new.iter().filter(|(name, _)| !old.contains_key(*name)).collect::<Vec<_>>() {
            let hint = self.hints.was(self.name, Some(to)).or_else(|| self.hints.was(&self.name.beside(to), None));
            let is_free = |name: &&String| !new.contains_key(*name);
            let hinted = hint.and_then(|hint| old.get_key_value(hint)).map(|(name, _)| name).filter(is_free);
            let equal = || old.iter().find(|(name, one)| is_free(name) && *one == value).map(|(name, _)| name);
            let Some(from) = hinted.or_else(equal).cloned() else { continue };
            if let Some(one) = old.remove(&from) {
                old.insert(to.clone(), one);
            }
            steps.push(self.step(target.clone(), &from, to));
        }
        steps
    }

    fn step(self, target: Target, from: &str, to: &str) -> Step {
        Step::new(target, self.name, from, to)
    }
}

/// Lets what is kept by the name of a part follow it.
fn follow(table: &mut Table, step: &Step) {
    if let Some(state) = table.states.remove(&step.from) {
        table.states.insert(step.to.clone(), state);
    }
    let kinds: Vec<_> = table.comments.keys().filter(|(_, name)| *name == step.from).map(|(kind, _)| *kind).collect();
    for kind in kinds.into_iter().filter(|kind| step.target.is_commented_as(kind)) {
        if let Some(comment) = table.comments.remove(&(kind, step.from.clone())) {
            table.comments.insert((kind, step.to.clone()), comment);
        }
    }
}
