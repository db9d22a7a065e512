//! Tables, made and dropped. What hangs on a table that stays has files of its own, as have the indexes, foreign keys,
//! triggers, policies and privileges of a new one.

mod knot;

use std::collections::BTreeMap;

use super::clause::{list, when};
use super::pair::Pair;
use super::{
    Change, Direction, Finding, Ground, Lock, Node, Object, Phase, Statement, column, constraint, dependents, kind,
    lean, lineage,
};
use crate::hazard;
use crate::sql::facts::{Facts, ForeignKey, ObjectName, Table};
use knot::Knot;

/// Tables that are new or gone.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let knot = Knot::of(ground);
    let change = |(name, pair): (&ObjectName, Pair<&Table>)| match pair {
        Pair::Added(table) => Some(add(ground, name, table)),
        Pair::Dropped(table) => Some(drop(ground, &knot, name, table)),
        Pair::Kept(..) => None,
    };
    ground.tables().filter_map(change).collect()
}

fn add(ground: &Ground<'_>, name: &ObjectName, table: &Table) -> Change {
    let create = Statement::new(Phase::Expand, create(name, table))
        .makes(nodes(name, table))
        .needs(needs(ground.new, name, table));
    Change::new(&kind::TABLE_ADD, Object::whole("table", name), format!("The table {} is made.", shown(name)))
        .finds(mistakable(ground, name, table))
        .runs([create])
}

/// `CREATE TABLE` with columns, keys and checks; everything else comes by itself.
fn create(name: &ObjectName, table: &Table) -> String {
    let storage = &table.storage;
    let log = when(storage.unlogged, "UNLOGGED ");
    let parts: Vec<_> = elements(table).iter().map(|part| format!("    {part}")).collect();
    let parts = if parts.is_empty() { "()".to_owned() } else { format!("(\n{}\n)", parts.join(",\n")) };
    let body = match &storage.partition_of {
        // A part has its columns from the whole.
        Some((whole, bound)) => format!("PARTITION OF {} {bound}", whole.sql()),
        None => parts,
    };
    let inherits = list(table.inherits.iter().map(ObjectName::sql));
    let inherits = if inherits.is_empty() { String::new() } else { format!(" INHERITS ({inherits})") };
    let by = storage.partition_by.iter().map(|by| format!(" PARTITION BY {by}")).collect::<String>();
    format!("CREATE {log}TABLE {} {body}{inherits}{by}{}", name.sql(), options(&storage.options))
}

fn elements(table: &Table) -> Vec<String> {
    let state = |name: &str| table.states.get(name).copied().unwrap_or_default();
    let columns = table.columns.iter().map(column::definition);
    let keys = table.primary_key.iter().map(|key| (&key.name, constraint::primary_key(key)));
    let uniques = table.uniques.iter().map(|(name, unique)| (name, constraint::unique(name, unique)));
    let checks = table.checks.iter().map(|(name, check)| (name, constraint::check(name, check)));
    let constraints = keys.chain(uniques).chain(checks);
    columns.chain(constraints.map(|(name, text)| constraint::in_force(&text, state(name)))).collect()
}

/// Where and how a new table is kept, as far as `CREATE TABLE` says it.
fn options(options: &BTreeMap<String, String>) -> String {
    let is_word = |name: &str| name.chars().all(|c| c.is_ascii_uppercase() || c == ' ');
    let parameters =
        list(options.iter().filter(|(name, _)| !is_word(name)).map(|(name, value)| format!("{name} = {value}")));
    let using = options.get("USING").map(|method| format!(" USING {method}")).unwrap_or_default();
    let with = if parameters.is_empty() { String::new() } else { format!(" WITH ({parameters})") };
    let place = options.get("TABLESPACE").map(|place| format!(" TABLESPACE {place}")).unwrap_or_default();
    format!("{using}{with}{place}")
}

/// The table and what comes and goes with it.
fn nodes(name: &ObjectName, table: &Table) -> Vec<Node> {
    let columns = table.columns.iter().map(|column| Node::Column(name.clone(), column.name.clone()));
    let keys = table.primary_key.iter().map(|key| (&key.name, &key.columns));
    let keys = keys.chain(table.uniques.iter().map(|(name, unique)| (name, &unique.columns)));
    let keys = keys.flat_map(|(part, columns)| {
        let mut columns = columns.clone();
        columns.sort_unstable();
        [Node::Part(name.clone(), part.clone()), Node::Unique(name.clone(), columns)]
    });
    let checks = table.checks.keys().map(|check| Node::Part(name.clone(), check.clone()));
    [Node::Table(name.clone())].into_iter().chain(columns).chain(keys).chain(checks).collect()
}

/// What a table leans on.
fn needs(facts: &Facts, name: &ObjectName, table: &Table) -> Vec<Node> {
    let schema = name.schema.iter().map(|schema| Node::Schema(schema.clone()));
    let own = |node: &Node| matches!(node, Node::Column(table, _) if table == name);
    let checks = lean::leans(facts, name, table.checks.values());
    let columns = table.columns.iter().flat_map(|column| column::needs(facts, name, column));
    let whole = table.storage.partition_of.iter().map(|(whole, _)| whole);
    let beside = table.storage.partition_of.iter().map(|(whole, _)| parts(whole));
    let above = whole.chain(&table.inherits).map(|above| Node::Table(above.clone()));
    schema.chain(columns).chain(checks).chain(above).chain(beside).filter(|node| !own(node)).collect()
}

/// Which rows the parts of a table take: no two may take the same.
pub(super) fn parts(whole: &ObjectName) -> Node {
    Node::Other("parts".to_owned(), whole.to_string())
}

/// That the new table may be one that is gone, under another name.
fn mistakable(ground: &Ground<'_>, name: &ObjectName, table: &Table) -> Vec<Finding> {
    let is_gone = |old: &ObjectName| !ground.new.tables.contains_key(old) && !ground.hints.is_dropped(old, None);
    let shape = |table: &Table| table.columns.iter().map(|column| (column.name.clone(), column.ty.clone())).collect();
    let new: BTreeMap<_, _> = shape(table);
    let alike = |old: &Table| shape(old) == new;
    let mut gone = ground.old.tables.iter().filter(|(old, table)| is_gone(old) && alike(table)).map(|(old, _)| old);
    let found = if ground.direction == Direction::Up { gone.next() } else { None };
    let finding = found.map(|old| {
        let why = format!("{} has the same columns as {}, which is gone", shown(name), shown(old));
        Finding::new(&hazard::AMBIGUOUS_RENAME, why)
            .remedy(format!("say `was: {}` on the new one, or `dropped: [{}]`", old.name, old.name))
    });
    finding.into_iter().collect()
}

fn drop(ground: &Ground<'_>, knot: &Knot, name: &ObjectName, table: &Table) -> Change {
    let text = name.sql();
    let (rest, untied) = knot.untied(ground.old, name, table);
    let loss = Finding::new(&hazard::DELETES_DATA, format!("every row of {} is lost", shown(name)))
        .remedy("stop using the table in one release and drop it in the next, with a backup")
        .count(format!("SELECT count(*) FROM {}", ground.was(name).sql()));
    let targets = table.foreign_keys.iter().map(|key| key.target.clone()).filter(|target| target != name);
    let statement = Statement::new(Phase::Contract, format!("DROP TABLE {text}"))
        .locks(Lock::AccessExclusive, [name.clone()].into_iter().chain(targets))
        .finds([loss])
        .frees(needs(ground.old, name, &rest))
        .frees(pointed_at(ground, table))
        .frees(used(ground.old, name, &rest))
        .takes(nodes(name, table));
    let back = Finding::new(&hazard::IRREVERSIBLE, format!("the way back makes {} empty", shown(name)));
    let back = if ground.direction == Direction::Up { Some(back) } else { None };
    Change::new(&kind::TABLE_DROP, Object::whole("table", name), format!("The table {} is dropped.", shown(name)))
        .finds(back)
        .runs(untied)
        .runs(lineage::taken_off(ground, name, table))
        .runs([statement])
}

/// What the foreign keys of a table lean on in tables that stay: it can go once the table has.
fn pointed_at(ground: &Ground<'_>, table: &Table) -> Vec<Node> {
    let stays = |key: &&ForeignKey| ground.new.tables.contains_key(&key.target);
    let keys = table.foreign_keys.iter().filter(stays);
    let nodes = keys.flat_map(|key| {
        let columns = lean::of(&key.target, &key.target_columns);
        columns.into_iter().chain([lean::unique(&key.target, &key.target_columns)])
    });
    nodes.collect()
}

/// What is in use until the table has gone, with the triggers, policies and indexes on it.
fn used(facts: &Facts, name: &ObjectName, table: &Table) -> Vec<Node> {
    let is_used = |node: &Node| match node {
        Node::Table(other) => other != name,
        Node::Function(_) | Node::Type(_) | Node::Role(_) | Node::Other(..) => true,
        Node::Schema(_)
        | Node::Extension(_)
        | Node::Value(..)
        | Node::Column(..)
        | Node::Filled(..)
        | Node::Part(..)
        | Node::Unique(..)
        | Node::Trigger(..)
        | Node::Policy(..)
        | Node::Walled(_) => false,
    };
    dependents::of_table(facts, name, table).into_iter().flat_map(|one| one.leans).filter(is_used).collect()
}

/// A table in a sentence.
pub(super) fn shown(name: &ObjectName) -> String {
    format!("`{}`", Object::whole("table", name))
}
