//! How tables are kept: their parameters, whether they are logged, and how values of a column are stored.

use std::collections::BTreeMap;

use super::pair::{Pair, pairs};
use super::table::shown;
use super::{Change, Finding, Ground, Lock, Node, Object, Phase, Statement, column, kind};
use crate::hazard;
use crate::sql::facts::{Column, Index, Key, ObjectName, Table, Type, Unique};
use crate::sql::ident;

/// Tables of both sides that are kept otherwise.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let tables = ground.kept();
    let change = |(name, old, new): (&ObjectName, &Table, &Table)| {
        let statements: Vec<_> =
            [parameters(ground, name, old, new), logging(name, old, new), columns(name, old, new)].concat();
        let summary = format!("The table {} is kept otherwise.", shown(name));
        let change = || Change::new(&kind::TABLE_STORAGE, Object::whole("table", name), summary);
        (!statements.is_empty()).then(|| change().runs(statements))
    };
    tables.filter_map(change).collect()
}

fn parameters(ground: &Ground<'_>, name: &ObjectName, old: &Table, new: &Table) -> Vec<Statement> {
    // What is said of an index goes with it when another takes its place.
    let stays = |option: &str, value: &str| {
        let part = index(option, value);
        part.is_none_or(|part| {
            of_index(old, &part) == of_index(new, &part) && !ground.rewrites.remakes(&Node::Part(name.clone(), part))
        })
    };
    let change = |(option, pair): (&String, Pair<&String>)| match pair {
        Pair::Kept(old, new) if old == new && stays(option, new) => None,
        Pair::Added(value) | Pair::Kept(_, value) => Some(setting(name, option, Some(value))),
        Pair::Dropped(_) => Some(setting(name, option, None)),
    };
    pairs(&old.storage.options, &new.storage.options).filter_map(change).collect()
}

/// The index that an option names.
fn index(option: &str, value: &str) -> Option<String> {
    match option {
        "CLUSTER ON" => Some(value.to_owned()),
        "REPLICA IDENTITY" => value.strip_prefix("USING INDEX ").map(unquoted),
        _ => None,
    }
}

/// What an index of a table holds, its own or that of a key.
fn of_index(table: &Table, name: &str) -> (Option<Index>, Option<Unique>, Option<Key>) {
    let bare = |index: &Index| Index { comment: None, ..index.clone() };
    let key = table.primary_key.as_ref().filter(|key| key.name == name);
    (table.indexes.get(name).map(bare), table.uniques.get(name).cloned(), key.cloned())
}

/// A name as it is without the quotes of SQL.
fn unquoted(name: &str) -> String {
    let inner = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    inner.map_or_else(|| name.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// Gives an option of a table a value, or the one that all tables have.
fn setting(name: &ObjectName, option: &str, value: Option<&String>) -> Statement {
    let named = |usual: &str| value.map_or_else(|| usual.to_owned(), ident);
    let (lock, action) = match option {
        "REPLICA IDENTITY" => {
            let value = value.map_or("DEFAULT", String::as_str);
            (Lock::AccessExclusive, format!("REPLICA IDENTITY {value}"))
        }
        "CLUSTER ON" => {
            let action =
                value.map_or_else(|| "SET WITHOUT CLUSTER".to_owned(), |index| format!("CLUSTER ON {}", ident(index)));
            (Lock::ShareUpdateExclusive, action)
        }
        "TABLESPACE" => (Lock::AccessExclusive, format!("SET TABLESPACE {}", named("pg_default"))),
        "USING" => (Lock::AccessExclusive, format!("SET ACCESS METHOD {}", named("heap"))),
        _ => {
            let action = value.map_or_else(|| format!("RESET ({option})"), |value| format!("SET ({option} = {value})"));
            (Lock::ShareUpdateExclusive, action)
        }
    };
    let is_moved = ["TABLESPACE", "USING"].contains(&option);
    let phase = if is_moved { Phase::Rewrite } else { Phase::Switch };
    let index = value.and_then(|value| index(option, value)).map(|index| Node::Part(name.clone(), index));
    Statement::new(phase, format!("ALTER TABLE {} {action}", name.sql()))
        .locks(lock, [name.clone()])
        .finds(if is_moved { rewritten(name) } else { Vec::new() })
        .needs(index)
}

/// That nobody gets at a table while all of it is written again.
fn rewritten(name: &ObjectName) -> Vec<Finding> {
    let why = format!("every row of {} is written again, while nobody reads or writes", shown(name));
    vec![Finding::new(&hazard::REWRITES_TABLE, why.clone()), Finding::new(&hazard::LOCKS_ALL, why)]
}

fn logging(name: &ObjectName, old: &Table, new: &Table) -> Vec<Statement> {
    if old.storage.unlogged == new.storage.unlogged {
        return Vec::new();
    }
    let word = if new.storage.unlogged { "UNLOGGED" } else { "LOGGED" };
    let statement = Statement::new(Phase::Rewrite, format!("ALTER TABLE {} SET {word}", name.sql()))
        .locks(Lock::AccessExclusive, [name.clone()])
        .finds(rewritten(name));
    vec![statement]
}

/// What columns of both sides, and new ones, do otherwise than columns of their type.
fn columns(name: &ObjectName, old: &Table, new: &Table) -> Vec<Statement> {
    let was = column::by_name(old);
    let nothing = BTreeMap::new();
    let actions = new.columns.iter().flat_map(|column| {
        let old = was.get(column.name.as_str()).map_or(&nothing, |old| &old.options);
        pairs(old, &column.options).filter_map(move |(option, pair)| match pair {
            Pair::Kept(old, new) if old == new => None,
            Pair::Added(value) | Pair::Kept(_, value) => Some((column, option, Some(value))),
            Pair::Dropped(_) => Some((column, option, None)),
        })
    });
    let statement = |(column, option, value): (&Column, &String, Option<&String>)| {
        let action = format!("ALTER COLUMN {} {}", ident(&column.name), kept_as(column, option, value));
        let node = Node::Column(name.clone(), column.name.clone());
        Statement::new(Phase::Switch, format!("ALTER TABLE {} {action}", name.sql()))
            .locks(Lock::AccessExclusive, [name.clone()])
            .needs([node])
    };
    actions.map(statement).collect()
}

/// The action that gives a column an option, or takes it away.
fn kept_as(column: &Column, option: &str, value: Option<&String>) -> String {
    let usual = match option {
        "STORAGE" => usual_storage(&column.ty),
        "STATISTICS" => "-1",
        "COMPRESSION" => "default",
        _ => return value.map_or_else(|| format!("RESET ({option})"), |value| format!("SET ({option} = {value})")),
    };
    format!("SET {option} {}", value.map_or(usual, String::as_str))
}

/// How PostgreSQL stores values of a type unless it is told otherwise; of those that it can be told of.
fn usual_storage(ty: &Type) -> &'static str {
    match ty.name.name.as_str() {
        "numeric" | "inet" | "cidr" if !ty.array => "main",
        _ => "extended",
    }
}
