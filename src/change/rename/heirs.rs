//! Columns that tables have from others: PostgreSQL renames them with those of the table above, and only so, until the
//! table is below it no more.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{Change, Finding, Object, kind};
use crate::hazard;
use crate::sql::facts::{Facts, ObjectName, Table};

/// New names of columns by old ones, by their tables' old names.
type Columns = BTreeMap<ObjectName, BTreeMap<String, String>>;

/// The columns that tables have from those that they leave, by the tables' old names and the columns'.
pub(super) type Left = BTreeMap<ObjectName, BTreeMap<String, Leaving>>;

/// What a column is called that leaves the table above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaving {
    /// What it is called with the column above, until its table has left.
    pub(super) meanwhile: String,
    /// What it is called in the end.
    pub(super) finally: String,
}

/// Which tables are below which.
#[derive(Clone, Copy)]
pub(super) struct Heirs<'a> {
    /// The old side, under its own names.
    pub(super) old: &'a Facts,
    /// The new side.
    pub(super) new: &'a Facts,
    /// The new names of tables by old ones.
    pub(super) tables: &'a BTreeMap<ObjectName, ObjectName>,
}

impl<'a> Heirs<'a> {
    /// Adds the renames of columns in children and parts that come with those above them.
    pub(super) fn add(self, columns: &mut Columns) {
        loop {
            let found: Vec<_> = self.old.tables.keys().flat_map(|name| self.missing(name, columns)).collect();
            if found.is_empty() {
                return;
            }
            for (name, from, to) in found {
                columns.entry(name).or_default().insert(from, to);
            }
        }
    }

    /// The renames that a table has from above and that are not known of it yet.
    fn missing(self, name: &ObjectName, columns: &Columns) -> Vec<(ObjectName, String, String)> {
        let known = |from: &String| columns.get(name).and_then(|known| known.get(from));
        // Of several tables above that call it differently, one is enough: nothing can follow them all.
        let is_new =
            |(from, _): &(&String, &String)| known(from).is_none_or(|to| !self.follows(columns, name, from, to));
        let followed = self.renames_above(name, columns).filter(is_new);
        // Whoever leaves takes the new name along, where there is nothing else that it could be.
        let lacks = |from: &String| {
            let is = self.new.tables.get(self.named(name));
            is.is_some_and(|is| is.columns.iter().all(|column| column.name != *from))
        };
        let left = self.renames(name, columns, false).filter(|(from, _)| known(from).is_none() && lacks(from));
        followed.chain(left).map(|(from, to)| (name.clone(), from.clone(), to.clone())).collect()
    }

    /// Whether a column gets its name with that of a table above.
    pub(super) fn follows(self, columns: &Columns, table: &ObjectName, from: &str, to: &str) -> bool {
        self.renames_above(table, columns).any(|(one, other)| one == from && other == to)
    }

    /// The columns that tables have from none but those that they leave: they get names of their own once they have.
    pub(super) fn left(self, columns: &Columns) -> Left {
        let of_table = |(name, table): (&ObjectName, &Table)| {
            let leaves = |column: &str| {
                let mut above = self.holders(column, name).peekable();
                above.peek().is_some() && !above.any(|parent| self.stays(name, parent))
            };
            let leaving = table.columns.iter().map(|column| &column.name).filter(|column| leaves(column));
            let leaving: BTreeMap<_, _> =
                leaving.map(|column| (column.clone(), self.leaving(name, column, columns))).collect();
            (!leaving.is_empty()).then(|| (name.clone(), leaving))
        };
        let below = self.old.tables.iter().filter(|(_, table)| table.parents().next().is_some());
        below.filter_map(of_table).collect()
    }

    fn leaving(self, name: &ObjectName, column: &String, columns: &Columns) -> Leaving {
        let mut above = self.renames(name, columns, false).filter(|(from, _)| *from == column);
        let meanwhile = above.next().map_or(column, |(_, to)| to).clone();
        let finally = columns.get(name).and_then(|known| known.get(column)).unwrap_or(column).clone();
        Leaving { meanwhile, finally }
    }

    /// The renames of columns that a child cannot follow, as it has the column from elsewhere too.
    pub(super) fn stuck(self, columns: &Columns, left: &Left) -> Vec<Change> {
        let of_table = |(name, renames): (&ObjectName, &BTreeMap<String, String>)| {
            let leaves = |from: &String| left.get(name).is_some_and(|left| left.contains_key(from));
            let stuck = renames.iter().filter(|(from, _)| !leaves(from) && self.sources(from, name).len() > 1);
            stuck.map(|(from, to)| refused(name, from, to)).collect::<Vec<_>>()
        };
        columns.iter().flat_map(of_table).collect()
    }

    /// The renames in the tables above that a table stays below, of columns that it has.
    fn renames_above(self, name: &ObjectName, columns: &'a Columns) -> impl Iterator<Item = (&'a String, &'a String)> {
        self.renames(name, columns, true)
    }

    /// The renames in the tables above, those that it stays below or those that it leaves, of columns that a table has.
    fn renames(
        self,
        name: &ObjectName,
        columns: &'a Columns,
        staying: bool,
    ) -> impl Iterator<Item = (&'a String, &'a String)> {
        let table = self.old.tables.get(name);
        let above =
            table.into_iter().flat_map(Table::parents).filter(move |parent| self.stays(name, parent) == staying);
        let renames = above.filter_map(|parent| columns.get(parent)).flatten();
        renames.filter(move |(from, _)| has(table, from))
    }

    /// Whether a table stays below another, as long as it is there.
    fn stays(self, name: &ObjectName, parent: &ObjectName) -> bool {
        let is = self.new.tables.get(self.named(name));
        is.is_none_or(|is| is.parents().any(|one| one == self.named(parent)))
    }

    fn named(self, table: &'a ObjectName) -> &'a ObjectName {
        self.tables.get(table).unwrap_or(table)
    }

    /// The tables at the top from which one has a column.
    fn sources(self, column: &str, name: &ObjectName) -> BTreeSet<ObjectName> {
        let mut above = self.holders(column, name).peekable();
        if above.peek().is_none() {
            return BTreeSet::from([name.clone()]);
        }
        above.flat_map(|parent| self.sources(column, parent)).collect()
    }

    /// The tables above one that have a column.
    fn holders<'b>(self, column: &'b str, name: &ObjectName) -> impl Iterator<Item = &'a ObjectName> + use<'a, 'b> {
        let parents = self.old.tables.get(name).into_iter().flat_map(Table::parents);
        parents.filter(move |parent| has(self.old.tables.get(parent), column))
    }
}

/// Whether a table has a column from another.
pub(super) fn is_inherited(old: &Facts, table: &Table, column: &str) -> bool {
    table.parents().any(|parent| has(old.tables.get(parent), column))
}

fn has(table: Option<&Table>, column: &str) -> bool {
    table.is_some_and(|table| table.columns.iter().any(|one| one.name == column))
}

fn refused(table: &ObjectName, from: &str, to: &str) -> Change {
    let object = Object::part("column", table, to);
    let summary = format!("The column `{from}` of `{}` is called `{to}`.", Object::whole("table", table));
    let why = format!("`{object}` comes from several tables, and PostgreSQL renames it in none of them");
    let remedy = "let the table inherit from one of them alone first, in a migration of its own";
    Change::new(&kind::COLUMN_RENAME, object, summary).finds([Finding::new(&hazard::NEEDS_INPUT, why).remedy(remedy)])
}
