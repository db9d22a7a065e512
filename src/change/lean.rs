//! What expressions lean on, as nodes of the order.
//!
//! Names count wherever they stand, whatever scope they are in: a node too many costs nothing, one too few may put a
//! statement before what it needs.

use crate::sql::facts::{EVERY, Facts, Grantee, Mentions, ObjectName, OtherName, Tree};

use super::{Node, other};

/// What expressions over the rows of a table lean on: columns, functions, types, and tables of subqueries.
pub(super) fn leans<'a>(facts: &Facts, table: &ObjectName, trees: impl IntoIterator<Item = &'a Tree>) -> Vec<Node> {
    let mut all = Mentions::default();
    trees.into_iter().for_each(|tree| all.extend(tree.mentions()));
    mentioned(facts, table, &all)
}

/// What stands behind names, those without a schema taken to be in that of the table.
pub(super) fn mentioned(facts: &Facts, table: &ObjectName, mentions: &Mentions) -> Vec<Node> {
    let home = |name: &ObjectName| home(table, name);
    let tables: Vec<_> = mentions.relations.iter().map(home).collect();
    let mut nodes: Vec<_> = columns(facts, table, mentions);
    for table in tables {
        nodes.extend(columns(facts, &table, mentions));
        nodes.push(Node::Table(table));
    }
    nodes.extend(mentions.functions.iter().map(home).map(Node::Function));
    nodes.extend(mentions.types.iter().map(home).map(Node::Type));
    nodes.extend(mentions.operators.iter().map(home).filter_map(|name| operator(facts, name)));
    nodes.extend(mentions.attributes.iter().map(|name| attribute(name)));
    nodes
}

/// An operator that the schema makes; the others are PostgreSQL's own.
fn operator(facts: &Facts, name: ObjectName) -> Option<Node> {
    let first = OtherName::new("OPERATOR", name);
    let (found, _) = facts.others.range(&first..).next()?;
    (found.kind == first.kind && found.name == first.name).then(|| other::node(found))
}

/// An attribute of a composite type, of whichever: what an expression takes it out of, only the server knows.
pub(super) fn attribute(name: &str) -> Node {
    Node::Other("attribute".to_owned(), name.to_owned())
}

/// Which columns a table has, whatever they are: what `SELECT *` leans on.
pub(super) fn every_column(table: &ObjectName) -> Node {
    Node::Column(table.clone(), EVERY.to_owned())
}

/// The whole name of something that an expression over the rows of a table names.
pub(super) fn home(table: &ObjectName, name: &ObjectName) -> ObjectName {
    if name.schema.is_some() { name.clone() } else { table.beside(&name.name) }
}

/// Those of a table's columns that may be meant.
fn columns(facts: &Facts, table: &ObjectName, mentions: &Mentions) -> Vec<Node> {
    let Some(found) = facts.tables.get(table) else { return Vec::new() };
    let meant = found.columns.iter().filter(|column| mentions.may_mean(&column.name));
    let every = mentions.takes_every_column().then(|| every_column(table));
    meant.map(|column| Node::Column(table.clone(), column.name.clone())).chain(every).collect()
}

/// A role as a node, where one is named.
pub(super) fn role(grantee: &Grantee) -> Option<Node> {
    match grantee {
        Grantee::Role(name) => Some(Node::Role(name.clone())),
        Grantee::Public | Grantee::CurrentUser => None,
    }
}

/// Columns of a table as nodes.
pub(super) fn of<'a>(table: &ObjectName, columns: impl IntoIterator<Item = &'a String>) -> Vec<Node> {
    columns.into_iter().map(|column| Node::Column(table.clone(), column.clone())).collect()
}

/// That columns of a table are unique together. A foreign key may name them in another order than the key does.
pub(super) fn unique<'a>(table: &ObjectName, columns: impl IntoIterator<Item = &'a String>) -> Node {
    let mut columns: Vec<_> = columns.into_iter().cloned().collect();
    columns.sort_unstable();
    Node::Unique(table.clone(), columns)
}

/// Whether a side holds what a node stands for, as far as that is a table or a column.
pub(super) fn is_in(facts: &Facts, node: &Node) -> bool {
    match node {
        Node::Table(name) => facts.tables.contains_key(name),
        Node::Column(table, column) => {
            facts.tables.get(table).is_some_and(|table| table.columns.iter().any(|one| one.name == *column))
        }
        Node::Role(_)
        | Node::Schema(_)
        | Node::Extension(_)
        | Node::Type(_)
        | Node::Value(..)
        | Node::Function(_)
        | Node::Filled(..)
        | Node::Part(..)
        | Node::Unique(..)
        | Node::Trigger(..)
        | Node::Policy(..)
        | Node::Walled(_)
        | Node::Other(..) => true,
    }
}
