//! Sequences that stand by themselves, among them those that `serial` makes.

use super::pair::{Pair, pairs};
use super::{Change, Ground, Kind, Node, Object, Phase, Scope, Statement, column, kind, supply};
use crate::sql::facts::{Facts, ObjectName, Sequence};
use crate::sql::ident;

/// Sequences that are new, gone or other.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let change = |(name, pair): (&ObjectName, Pair<&Sequence>)| match pair {
        Pair::Added(new) => Some(add(ground, name, new)),
        Pair::Dropped(old) => drop(ground, name, old),
        Pair::Kept(old, new) => alter(name, old, new),
    };
    pairs(&ground.old.sequences, &ground.new.sequences).filter_map(change).collect()
}

fn change(kind: &'static Kind, name: &ObjectName, happens: &str) -> Change {
    let object = Object::whole("sequence", name);
    let summary = format!("The sequence `{object}` {happens}.");
    Change::new(kind, object, summary)
}

fn add(ground: &Ground<'_>, name: &ObjectName, new: &Sequence) -> Change {
    let scope = scope(ground, ground.old, new);
    let phase = if scope == Scope::Shared { Phase::Expand } else { Phase::Switch };
    let sql = format!("CREATE SEQUENCE {} AS {}{}", name.sql(), new.ty.sql(), options(new.options.iter()));
    let create =
        Statement::new(phase, sql).makes([Node::Table(name.clone())]).needs(name.schema.clone().map(Node::Schema));
    let own = new.owned_by.as_ref().map(|_| owned(name, new, phase).scope(scope.clone()));
    change(&kind::SEQUENCE_ADD, name, "is made").runs([create.scope(scope)]).runs(own)
}

/// One that goes with a column that changes places with an identity does so with it.
fn scope(ground: &Ground<'_>, other: &Facts, one: &Sequence) -> Scope {
    let Some((table, column)) = &one.owned_by else { return Scope::Shared };
    let columns = other.tables.get(table).map(column::by_name).unwrap_or_default();
    match columns.get(column.as_str()) {
        Some(other) if other.supply.is_identity() => supply::together(ground, table, column),
        _ => Scope::Shared,
    }
}

fn owned(name: &ObjectName, new: &Sequence, phase: Phase) -> Statement {
    let by = new.owned_by.as_ref();
    let place = by.map_or_else(|| "NONE".to_owned(), |(table, column)| format!("{}.{}", table.sql(), ident(column)));
    Statement::new(phase, format!("ALTER SEQUENCE {} OWNED BY {place}", name.sql()))
        .needs([Node::Table(name.clone())])
        .needs(by.map(|(table, column)| Node::Column(table.clone(), column.clone())))
}

/// Nothing is to be done for one that goes with its column.
fn drop(ground: &Ground<'_>, name: &ObjectName, old: &Sequence) -> Option<Change> {
    let stays = |(table, name): &(ObjectName, String)| {
        ground.new.tables.get(table).is_some_and(|table| column::by_name(table).contains_key(name.as_str()))
    };
    let change = change(&kind::SEQUENCE_DROP, name, "is dropped");
    if old.owned_by.as_ref().is_some_and(|by| !stays(by)) {
        return Some(change);
    }
    let scope = scope(ground, ground.new, old);
    let phase = if scope == Scope::Shared { Phase::Contract } else { Phase::Switch };
    let statement = Statement::new(phase, format!("DROP SEQUENCE {}", name.sql())).scope(scope);
    Some(change.runs([statement.takes([Node::Table(name.clone())])]))
}

fn alter(name: &ObjectName, old: &Sequence, new: &Sequence) -> Option<Change> {
    let ty = (old.ty != new.ty).then(|| format!(" AS {}", new.ty.sql()));
    let changed = new.options.iter().filter(|(word, value)| old.options.get(*word) != Some(*value));
    let reset = old.options.keys().filter(|word| !new.options.contains_key(*word)).filter_map(|word| default(word));
    let actions: Vec<_> = ty.into_iter().chain([options(changed)]).chain(reset).collect();
    let actions = actions.concat();
    let altered = Statement::new(Phase::Switch, format!("ALTER SEQUENCE {}{actions}", name.sql()));
    let owned = (old.owned_by != new.owned_by).then(|| owned(name, new, Phase::Switch));
    let altered = (!actions.is_empty()).then_some(altered);
    let is_same = altered.is_none() && owned.is_none();
    (!is_same).then(|| change(&kind::SEQUENCE_CHANGE, name, "changes").runs(altered).runs(owned))
}

fn options<'a>(options: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    options.map(|(word, value)| format!(" {word} {value}").trim_end().to_owned()).collect()
}

/// What takes an option back to what sequences do without it.
pub(super) fn default(word: &str) -> Option<String> {
    let word = match word {
        "INCREMENT BY" => "INCREMENT BY 1",
        "MINVALUE" => "NO MINVALUE",
        "MAXVALUE" => "NO MAXVALUE",
        "START WITH" => "START WITH 1",
        "CACHE" => "CACHE 1",
        "CYCLE" => "NO CYCLE",
        _ => return None,
    };
    Some(format!(" {word}"))
}
