//! Row security that is lifted from owners for a statement: what the lock of that means for everybody else.
//!
//! A statement that looks at rows as a query does, and is run by the owner of a table that row security holds for too,
//! would not see them. The owner is let through for that one statement, by `ALTER TABLE`, whose lock stays until the
//! transaction ends, so that nobody sees the table in between.

use super::table::shown;
use super::{Change, Finding, Ground, Lock, Scope, Statement};
use crate::hazard;
use crate::sql::facts::{Facts, ObjectName};

/// A change with the locks that its statements take where row security is lifted for them.
pub(super) fn locked(ground: &Ground<'_>, change: Change) -> Change {
    let statements = change.statements.into_iter().map(|statement| statement_locked(ground, statement)).collect();
    Change { statements, ..change }
}

/// What a lock says that is taken to let the owner through.
pub(super) fn finding(tables: &[ObjectName], meanwhile: &str) -> Finding {
    let tables: Vec<_> = tables.iter().map(shown).collect();
    let why = format!(
        "nobody reads or writes {} {meanwhile}, as row security is lifted from the owner meanwhile",
        tables.join(" and ")
    );
    Finding::new(&hazard::LOCKS_ALL, why).remedy("run it at a quiet hour")
}

fn statement_locked(ground: &Ground<'_>, statement: Statement) -> Statement {
    let mut lifted: Vec<_> = statement.reads.iter().filter(|table| is_lifted(ground, table)).cloned().collect();
    lifted.sort_unstable();
    lifted.dedup();
    if lifted.is_empty() || statement.scope == Scope::Outside {
        return statement;
    }
    let finding = finding(&lifted, "until the transaction ends");
    let others = statement.lock.iter().flat_map(|(_, tables)| tables).filter(|table| !lifted.contains(table));
    let tables: Vec<_> = others.cloned().chain(lifted.clone()).collect();
    statement.locks(Lock::AccessExclusive, tables).finds([finding])
}

/// Whether a table that others may be at holds its owner to row security.
fn is_lifted(ground: &Ground<'_>, table: &ObjectName) -> bool {
    let forced = |side: &Facts| side.tables.get(table).is_some_and(|table| table.forced);
    ground.old.tables.contains_key(table) && (forced(ground.old) || forced(ground.new))
}
