//! Columns that tables have from others: PostgreSQL renames them with those of the table above, and only so.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{Change, Finding, Object, kind};
use crate::hazard;
use crate::sql::facts::{Facts, ObjectName, Table};

/// New names of columns by old ones, by their tables' old names.
type Columns = BTreeMap<ObjectName, BTreeMap<String, String>>;

/// Adds the renames of columns in children and parts that come with those above them.
pub(super) fn add(old: &Facts, columns: &mut Columns) {
    loop {
        let found = old.tables.iter().filter_map(|(name, table)| {
            let renames = from_above(table, columns);
            let known = |from: &String| columns.get(name).and_then(|known| known.get(from));
            // Of several tables above that call it differently, one is enough: nothing can follow them all.
            let is_new =
                |(from, _): &(&String, &String)| known(from).is_none_or(|to| !follows(old, columns, name, from, to));
            let renames: Vec<_> =
                renames.filter(is_new).map(|(from, to)| (name.clone(), from.clone(), to.clone())).collect();
            (!renames.is_empty()).then_some(renames)
        });
        let found: Vec<_> = found.flatten().collect();
        if found.is_empty() {
            return;
        }
        for (name, from, to) in found {
            columns.entry(name).or_default().insert(from, to);
        }
    }
}

/// Whether a column gets its name with that of a table above.
pub(super) fn follows(old: &Facts, columns: &Columns, table: &ObjectName, from: &str, to: &str) -> bool {
    let Some(table) = old.tables.get(table) else { return false };
    from_above(table, columns).any(|(one, other)| one == from && other == to)
}

/// The renames of columns that a child cannot follow, as it has the column from elsewhere too.
pub(super) fn stuck(old: &Facts, columns: &Columns) -> Vec<Change> {
    let of_table = |(name, renames): (&ObjectName, &BTreeMap<String, String>)| {
        let stuck = renames.iter().filter(|(from, _)| sources(old, from, name).len() > 1);
        stuck.map(|(from, to)| refused(name, from, to)).collect::<Vec<_>>()
    };
    columns.iter().flat_map(of_table).collect()
}

/// Whether a table has a column from another.
pub(super) fn is_inherited(old: &Facts, table: &Table, column: &str) -> bool {
    holders(old, column, table).next().is_some()
}

/// The renames in the tables above, of columns that a table has.
fn from_above<'a>(table: &'a Table, columns: &'a Columns) -> impl Iterator<Item = (&'a String, &'a String)> {
    let above = table.parents().filter_map(|parent| columns.get(parent)).flatten();
    above.filter(|(from, _)| table.columns.iter().any(|column| column.name == **from))
}

/// The tables at the top from which one has a column.
fn sources(old: &Facts, column: &str, name: &ObjectName) -> BTreeSet<ObjectName> {
    let mut above = old.tables.get(name).into_iter().flat_map(|table| holders(old, column, table)).peekable();
    if above.peek().is_none() {
        return BTreeSet::from([name.clone()]);
    }
    above.flat_map(|parent| sources(old, column, parent)).collect()
}

/// The tables above one that have a column.
fn holders<'a>(old: &'a Facts, column: &'a str, table: &'a Table) -> impl Iterator<Item = &'a ObjectName> {
    let has = move |table: &Table| table.columns.iter().any(|one| one.name == column);
    table.parents().filter(move |parent| old.tables.get(*parent).is_some_and(has))
}

fn refused(table: &ObjectName, from: &str, to: &str) -> Change {
    let object = Object::part("column", table, to);
    let summary = format!("The column `{from}` of `{}` is called `{to}`.", Object::whole("table", table));
    let why = format!("`{object}` comes from several tables, and PostgreSQL renames it in none of them");
    let remedy = "let the table inherit from one of them alone first, in a migration of its own";
    Change::new(&kind::COLUMN_RENAME, object, summary).finds([Finding::new(&hazard::NEEDS_INPUT, why).remedy(remedy)])
}
