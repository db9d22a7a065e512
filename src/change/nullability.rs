//! NOT NULL, set and dropped.
//!
//! It is set without holding anybody up: a check that says the same is added without looking at the rows, then found to
//! hold beside running writes; PostgreSQL takes its word for it when NOT NULL is set, and the check goes.

use super::clause::temporary;
use super::{Change, Direction, Finding, Ground, Lock, Node, Object, Phase, Scope, Statement, backfill, column, kind};
use crate::hazard;
use crate::sql::facts::{Column, ObjectName};
use crate::sql::{ident, literal, quote};

/// Columns of both sides that may or may not be NULL any more.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (table, old, new) in ground.kept() {
        let old = column::by_name(old);
        for column in &new.columns {
            let Some(was) = old.get(column.name.as_str()) else { continue };
            if !ground.rewrites.recreates(table, &column.name) {
                changes.extend(change(ground, table, was, column));
            }
        }
    }
    changes
}

fn change(ground: &Ground<'_>, table: &ObjectName, old: &Column, new: &Column) -> Option<Change> {
    let object = Object::part("column", table, &new.name);
    match (old.nullable, new.nullable) {
        (true, false) => Some(set(ground, table, new, object)),
        (false, true) => {
            let summary = format!("The column `{object}` may be NULL.");
            Some(Change::new(&kind::NOT_NULL_DROP, object, summary).runs([allow(table, &new.name)]))
        }
        (true, true) | (false, false) => None,
    }
}

fn set(ground: &Ground<'_>, table: &ObjectName, column: &Column, object: Object) -> Change {
    let hint = ground.hints.backfill(table, &column.name);
    let fill = hint.map(|expression| backfill::fill(ground, table, &column.name, expression));
    let summary = format!("The column `{object}` is NOT NULL.");
    let unfilled = fill.is_none().then(|| misfits(ground, table, &column.name));
    Change::new(&kind::NOT_NULL_SET, object, summary).finds(unfilled).runs(fill).runs(forbid(table, &column.name))
}

fn misfits(ground: &Ground<'_>, table: &ObjectName, column: &str) -> Finding {
    let (was, named) = ground.was_column(table, column);
    let remedy = match ground.direction {
        Direction::Up => "say `backfill:` on the field where it may be NULL in rows that are there",
        Direction::Down => "",
    };
    Finding::new(&hazard::MAY_FAIL_ON_DATA, format!("it fails where `{column}` is NULL")).remedy(remedy).count(format!(
        "SELECT count(*) FROM {} WHERE {} IS NULL",
        was.sql(),
        ident(named)
    ))
}

/// Whether a column may be NULL: a primary key or identity needs that it may not, and frees it when it goes.
pub(super) fn node(table: &ObjectName, column: &str) -> Node {
    Node::Other("nullability".to_owned(), format!("{table}.{column}"))
}

/// The statements that make a column NOT NULL.
pub(super) fn forbid(table: &ObjectName, column: &str) -> [Statement; 4] {
    let (on, name, check) = (table.sql(), ident(column), ident(temporary(column, "not_null")));
    let part = Node::Part(table.clone(), temporary(column, "not_null"));
    let alter = |phase, action: String| {
        Statement::new(phase, format!("ALTER TABLE {on} {action}")).locks(Lock::AccessExclusive, [table.clone()])
    };
    let add = alter(Phase::Validate, format!("ADD CONSTRAINT {check} CHECK ({name} IS NOT NULL) NOT VALID"))
        .needs([Node::Column(table.clone(), column.to_owned()), Node::Filled(table.clone(), column.to_owned())])
        .makes([part.clone()]);
    let validated = Node::Other("validated".to_owned(), format!("{table}.{check}"));
    let validate = alter(Phase::Validate, format!("VALIDATE CONSTRAINT {check}"))
        .scope(Scope::Alone)
        .locks(Lock::ShareUpdateExclusive, [table.clone()])
        .needs([part])
        .makes([validated.clone()]);
    let set = alter(Phase::Switch, format!("ALTER COLUMN {name} SET NOT NULL"))
        .needs([validated])
        .makes([node(table, column)]);
    let drop = alter(Phase::Switch, format!("DROP CONSTRAINT {check}")).needs([node(table, column)]);
    [add, validate, set, drop]
}

/// The statement that lets a column be NULL.
pub(super) fn allow(table: &ObjectName, column: &str) -> Statement {
    Statement::new(Phase::Switch, format!("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", table.sql(), ident(column)))
        .locks(Lock::AccessExclusive, [table.clone()])
        .takes([node(table, column)])
}

/// Makes a column NOT NULL if it is never NULL, and says so if it is: on a way back there may be nothing to fill it with.
pub(super) fn forbid_where_filled(table: &ObjectName, column: &str) -> Statement {
    let (on, name) = (table.sql(), ident(column));
    let message = literal(&format!("{table}.{column} is empty in rows that are there, so it stays nullable"));
    let body = format!(
        "BEGIN
    IF EXISTS (SELECT FROM {on} WHERE {name} IS NULL) THEN
        RAISE WARNING USING MESSAGE = {message};
    ELSE
        ALTER TABLE {on} ALTER COLUMN {name} SET NOT NULL;
    END IF;
END"
    );
    let quote = quote::dollar_quote("crmgen", [body.as_str()]);
    Statement::new(Phase::Switch, format!("DO {quote}\n{body}\n{quote}"))
        .locks(Lock::AccessExclusive, [table.clone()])
        .reads(table)
        .needs([Node::Column(table.clone(), column.to_owned())])
        .makes([node(table, column)])
}
