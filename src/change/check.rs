//! Checks: added without a look at the rows there are, then found to hold while reads and writes go on.

use std::collections::BTreeMap;

use super::clause::newcomer;
use super::pair::{Pair, pairs};
use super::table::shown;
use super::{
    Change, Finding, Ground, Kind, Lock, Node, Object, Phase, Scope, Statement, constraint, function, kind, lean,
};
use crate::hazard;
use crate::sql::facts::{ObjectName, State, Table, Tree};

/// Checks of tables that are on both sides; those of new tables are made with them.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    ground.kept().flat_map(|(name, old, new)| of_table(ground, name, old, new)).collect()
}

/// A check, and how it is in force.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Check<'a> {
    condition: &'a Tree,
    state: State,
}

fn of_table(ground: &Ground<'_>, table: &ObjectName, old: &Table, new: &Table) -> Vec<Change> {
    let change = |(name, pair): (&&str, Pair<&Check<'_>>)| match pair {
        Pair::Added(new) => Some(add(ground, table, name, *new)),
        Pair::Dropped(old) => Some(drop(ground, table, name, *old)),
        Pair::Kept(old, new) if old == new => None,
        Pair::Kept(old, new) if old.is_validated(*new) => Some(found(ground, table, name, *new)),
        Pair::Kept(old, new) => Some(swap(ground, table, name, *old, *new)),
    };
    pairs(&all(old), &all(new)).filter_map(change).collect()
}

fn all(table: &Table) -> BTreeMap<&str, Check<'_>> {
    let state = |name: &str| table.states.get(name).copied().unwrap_or_default();
    let check = |(name, condition)| (String::as_str(name), Check { condition, state: state(name) });
    table.checks.iter().map(check).collect()
}

impl Check<'_> {
    /// Whether the only difference is that the new one is known to hold.
    fn is_validated(self, new: Self) -> bool {
        self.state.not_valid && self.condition == new.condition && new.state == State { not_valid: false, ..self.state }
    }
}

fn change(kind: &'static Kind, table: &ObjectName, name: &str, happens: &str) -> Change {
    let summary = format!("The check `{name}` of {} {happens}.", shown(table));
    Change::new(kind, Object::part("check", table, name), summary)
}

fn add(ground: &Ground<'_>, table: &ObjectName, name: &str, new: Check<'_>) -> Change {
    let added = Statement::new(Phase::Expand, text(table, name, new));
    let steps = added_as(ground, table, name, new, added);
    change(&kind::CHECK_ADD, table, name, "is added").runs(steps)
}

fn found(ground: &Ground<'_>, table: &ObjectName, name: &str, new: Check<'_>) -> Change {
    change(&kind::CHECK_CHANGE, table, name, "is found to hold").runs(validate(ground, table, name, new))
}

fn drop(ground: &Ground<'_>, table: &ObjectName, name: &str, old: Check<'_>) -> Change {
    let loss = Finding::new(&hazard::INTEGRITY_LOOSENED, format!("rows are no longer held to `{}`", old.condition));
    let statement = removed(ground, table, name, old, Phase::Expand).finds([loss]);
    change(&kind::CHECK_DROP, table, name, "is dropped").runs([statement])
}

fn swap(ground: &Ground<'_>, table: &ObjectName, name: &str, old: Check<'_>, new: Check<'_>) -> Change {
    let change = change(&kind::CHECK_CHANGE, table, name, "changes");
    if ground.rewrites.remakes(&Node::Part(table.clone(), name.to_owned())) {
        return change;
    }
    let built = newcomer(name);
    let added = Statement::new(Phase::Expand, text(table, &built, new));
    let group = Scope::Together(format!("check {}.{name}", table));
    let rename = Statement::new(Phase::Switch, constraint::rename(table, &built, name))
        .scope(group.clone())
        .locks(Lock::AccessExclusive, [table.clone()])
        .needs([Node::Part(table.clone(), built.clone())])
        .makes([Node::Part(table.clone(), name.to_owned())]);
    let removed = removed(ground, table, name, old, Phase::Switch).scope(group);
    let removed = removed.needs([constraint::validity(table, &built)]);
    change.runs(added_as(ground, table, &built, new, added)).runs([removed, rename])
}

/// The statement that adds it, as the first half of the recipe.
fn text(table: &ObjectName, name: &str, new: Check<'_>) -> String {
    constraint::add(table, &constraint::check(name, new.condition), State { not_valid: true, ..new.state })
}

fn added_as<'a>(
    ground: &Ground<'_>,
    table: &ObjectName,
    name: &str,
    new: Check<'a>,
    added: Statement,
) -> impl Iterator<Item = Statement> + use<'a> {
    let added = added
        .locks(Lock::AccessExclusive, [table.clone()])
        .needs(lean::leans(ground.new, table, [new.condition]))
        .makes([Node::Part(table.clone(), name.to_owned())]);
    [added].into_iter().chain(validate(ground, table, name, new))
}

/// Looks at the rows there are, where the new side says that they hold to it.
fn validate(ground: &Ground<'_>, table: &ObjectName, name: &str, new: Check<'_>) -> Option<Statement> {
    if new.state.not_valid || new.state.not_enforced {
        return None;
    }
    let risk =
        Finding::new(&hazard::MAY_FAIL_ON_DATA, format!("it fails where a row does not hold to `{}`", new.condition))
            .remedy("mend those rows first");
    let known = lean::leans(ground.new, table, [new.condition]).iter().all(|node| lean::is_in(ground.old, node));
    let count = format!("SELECT count(*) FROM {} WHERE NOT ({})", table.sql(), new.condition.sql());
    let statement = function::looked_at(ground.new, table, new.condition)
        .into_iter()
        .fold(constraint::validate(table, name), Statement::reads);
    Some(statement.finds([if known { risk.count(count) } else { risk }]))
}

fn removed(ground: &Ground<'_>, table: &ObjectName, name: &str, old: Check<'_>, phase: Phase) -> Statement {
    Statement::new(phase, constraint::drop(table, name))
        .locks(Lock::AccessExclusive, [table.clone()])
        .frees(lean::leans(ground.old, table, [old.condition]))
        .takes([Node::Part(table.clone(), name.to_owned())])
}
