//! Enum types: made, dropped, with more values, and swapped for others where values go or change places.

use super::pair::{Pair, pairs};
use super::{Change, Ground, Kind, Node, Object, Phase, Statement, kind};
use crate::sql::facts::{EnumType, ObjectName};
use crate::sql::literal;

/// Enum types that are new, gone or have other values.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let change = |(name, pair): (&ObjectName, Pair<&EnumType>)| match pair {
        Pair::Added(new) => Some(add(name, new)),
        Pair::Dropped(_) => Some(drop(name)),
        Pair::Kept(..) => None,
    };
    pairs(&ground.old.enums, &ground.new.enums).filter_map(change).collect()
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
pub(super) fn create(name: &ObjectName, new: &EnumType) -> String {
    let values: Vec<_> = new.values.iter().map(|value| literal(value)).collect();
    format!("CREATE TYPE {} AS ENUM ({})", name.sql(), values.join(", "))
}

fn drop(name: &ObjectName) -> Change {
    let statement = Statement::new(Phase::Contract, format!("DROP TYPE {}", name.sql()))
        .frees(name.schema.clone().map(Node::Schema))
        .takes([Node::Type(name.clone())]);
    change(&kind::ENUM_DROP, name, "is dropped").runs([statement])
}
