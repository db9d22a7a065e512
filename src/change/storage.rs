//! How tables are kept: their parameters, whether they are logged, and how values of a column are stored.

use std::collections::BTreeMap;

use super::pair::{Pair, kept_tables, pairs};
use super::table::shown;
use super::{Change, Finding, Ground, Lock, Node, Object, Phase, Statement, column, kind};
use crate::hazard;
use crate::sql::facts::{ObjectName, Table};
use crate::sql::ident;

/// Tables of both sides that are kept otherwise.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let tables = kept_tables(ground.old, ground.new);
    let change = |(name, old, new): (&ObjectName, &Table, &Table)| {
        let statements: Vec<_> =
            [parameters(name, old, new), logging(name, old, new), columns(name, old, new)].concat();
        let summary = format!("The table {} is kept otherwise.", shown(name));
        let change = || Change::new(&kind::TABLE_STORAGE, Object::whole("table", name), summary);
        (!statements.is_empty()).then(|| change().runs(statements))
    };
    tables.filter_map(change).collect()
}

/// A parameter of `WITH (…)`, not one of the words that stand by themselves.
fn is_parameter(name: &str) -> bool {
    name.chars().any(|c| c.is_ascii_lowercase())
}

fn parameters(name: &ObjectName, old: &Table, new: &Table) -> Vec<Statement> {
    let change = |(option, pair): (&String, Pair<&String>)| match pair {
        Pair::Dropped(_) if is_parameter(option) => Some(format!("RESET ({option})")),
        Pair::Added(value) if is_parameter(option) => Some(format!("SET ({option} = {value})")),
        Pair::Kept(old, value) if old != value && is_parameter(option) => Some(format!("SET ({option} = {value})")),
        Pair::Added(value) | Pair::Kept(_, value)
            if option == "REPLICA IDENTITY" && old.storage.options.get(option) != Some(value) =>
        {
            Some(format!("REPLICA IDENTITY {value}"))
        }
        Pair::Dropped(_) if option == "REPLICA IDENTITY" => Some("REPLICA IDENTITY DEFAULT".to_owned()),
        Pair::Dropped(_) | Pair::Added(_) | Pair::Kept(..) => None,
    };
    let actions = pairs(&old.storage.options, &new.storage.options).filter_map(change);
    let alter = |action: String| {
        Statement::new(Phase::Switch, format!("ALTER TABLE {} {action}", name.sql()))
            .locks(Lock::ShareUpdateExclusive, [name.clone()])
    };
    actions.map(alter).collect()
}

fn logging(name: &ObjectName, old: &Table, new: &Table) -> Vec<Statement> {
    if old.storage.unlogged == new.storage.unlogged {
        return Vec::new();
    }
    let word = if new.storage.unlogged { "UNLOGGED" } else { "LOGGED" };
    let why = format!("every row of {} is written again, while nobody reads or writes", shown(name));
    let statement = Statement::new(Phase::Rewrite, format!("ALTER TABLE {} SET {word}", name.sql()))
        .locks(Lock::AccessExclusive, [name.clone()])
        .finds([Finding::new(&hazard::REWRITES_TABLE, why.clone()), Finding::new(&hazard::LOCKS_ALL, why)]);
    vec![statement]
}

fn columns(name: &ObjectName, old: &Table, new: &Table) -> Vec<Statement> {
    let was = column::by_name(old);
    let mut statements = Vec::new();
    let nothing = BTreeMap::new();
    for column in &new.columns {
        let old = was.get(column.name.as_str()).map_or(&nothing, |old| &old.options);
        for (option, value) in column.options.iter().filter(|(option, value)| old.get(*option) != Some(*value)) {
            let action = format!("ALTER COLUMN {} SET {option} {value}", ident(&column.name));
            let statement = Statement::new(Phase::Switch, format!("ALTER TABLE {} {action}", name.sql()));
            let node = Node::Column(name.clone(), column.name.clone());
            statements.push(statement.locks(Lock::AccessExclusive, [name.clone()]).needs([node]));
        }
    }
    statements
}
