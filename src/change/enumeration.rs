//! Enum types: made, dropped, with more values, and swapped for others where values go or change places.

mod swap;

use std::collections::BTreeSet;

use super::pair::{Pair, pairs};
use super::{Change, Ground, Kind, Node, Object, Phase, Scope, Statement, kind};
use crate::sql::facts::{EnumType, Facts, ObjectName};
use crate::sql::literal;

/// Enum types that are new, gone or have other values.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let change = |(name, pair): (&ObjectName, Pair<&EnumType>)| match pair {
        Pair::Added(new) => Some(add(name, new)),
        Pair::Dropped(_) => Some(drop(name)),
        Pair::Kept(old, new) if old.values == new.values => None,
        Pair::Kept(old, new) if is_grown(old, new) => Some(grow(name, old, new)),
        Pair::Kept(old, new) => Some(swap::swap(ground, name, old, new)),
    };
    pairs(&ground.old.enums, &ground.new.enums).filter_map(change).collect()
}

/// The types that another of the same name takes the place of, as values of theirs go or change places.
pub(super) fn swapped<'a>(old: &'a Facts, new: &'a Facts) -> impl Iterator<Item = &'a ObjectName> {
    pairs(&old.enums, &new.enums).filter_map(|(name, pair)| match pair {
        Pair::Kept(old, new) if !is_grown(old, new) => Some(name),
        Pair::Kept(..) | Pair::Added(_) | Pair::Dropped(_) => None,
    })
}

/// The values that a type loses and for which others are told, each with that one.
pub(super) fn replaced(ground: &Ground<'_>, name: &ObjectName) -> Vec<(String, String)> {
    let Some((old, new)) = ground.old.enums.get(name).zip(ground.new.enums.get(name)) else { return Vec::new() };
    let lost = old.values.iter().filter(|value| !new.values.contains(value));
    let told = lost.filter_map(|value| Some((value.clone(), ground.hints.replaced(name, value)?.to_owned())));
    told.filter(|(_, value)| new.values.contains(value)).collect()
}

/// Whether the old values are all there still, in their order.
fn is_grown(old: &EnumType, new: &EnumType) -> bool {
    let mut values = new.values.iter();
    old.values.iter().all(|value| values.any(|other| other == value))
}

fn change(kind: &'static Kind, name: &ObjectName, happens: &str) -> Change {
    let object = Object::whole("type", name);
    let summary = format!("The type `{object}` {happens}.");
    Change::new(kind, object, summary)
}

fn add(name: &ObjectName, new: &EnumType) -> Change {
    let statement = Statement::new(Phase::Expand, create(name, new))
        .makes([Node::Type(name.clone())])
        .needs(name.schema.clone().map(Node::Schema));
    change(&kind::ENUM_ADD, name, "is made").runs([statement])
}

/// `CREATE TYPE … AS ENUM`.
fn create(name: &ObjectName, new: &EnumType) -> String {
    let values: Vec<_> = new.values.iter().map(|value| literal(value)).collect();
    format!("CREATE TYPE {} AS ENUM ({})", name.sql(), values.join(", "))
}

fn drop(name: &ObjectName) -> Change {
    let statement = Statement::new(Phase::Contract, format!("DROP TYPE {}", name.sql()))
        .frees(name.schema.clone().map(Node::Schema))
        .takes([Node::Type(name.clone())]);
    change(&kind::ENUM_DROP, name, "is dropped").runs([statement])
}

/// Adds values one by one, each behind the one before it; that can be run again where it stopped.
fn grow(name: &ObjectName, old: &EnumType, new: &EnumType) -> Change {
    let held: BTreeSet<_> = old.values.iter().collect();
    let added: Vec<_> = new.values.iter().enumerate().filter(|(_, value)| !held.contains(value)).collect();
    let statement = |&(at, value): &(usize, &String)| {
        let before = at.checked_sub(1).map(|at| &new.values[at]);
        let place = match before {
            None => old.values.first().map_or_else(String::new, |first| format!(" BEFORE {}", literal(first))),
            Some(_) if new.values[at..].iter().all(|value| !held.contains(value)) => String::new(),
            Some(before) => format!(" AFTER {}", literal(before)),
        };
        let node = |value: &String| Node::Value(name.clone(), value.clone());
        Statement::new(
            Phase::Before,
            format!("ALTER TYPE {} ADD VALUE IF NOT EXISTS {}{place}", name.sql(), literal(value)),
        )
        .scope(Scope::Outside)
        .makes([node(value)])
        .needs(before.filter(|before| !held.contains(before)).map(node))
    };
    let values: Vec<_> = added.iter().map(|(_, value)| format!("`{value}`")).collect();
    let happens = format!("has more values: {}", values.join(", "));
    change(&kind::ENUM_VALUE_ADD, name, &happens).runs(added.iter().map(statement))
}
