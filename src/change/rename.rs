//! What is the same under another name: where a hint says so, and parts of a table that differ in nothing but their name.
//!
//! Renames come before everything else, so that all other files compare an old side that bears new names already.

mod names;
mod parts;
mod step;

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Hints};
use crate::sql::facts::{Column, Facts, ObjectName, Table};
use crate::sql::read::Renames;

use names::{Claim, resolved};
use step::{Step, Target};

/// An old side under new names.
pub(super) struct Renamed {
    /// What it holds.
    pub(super) facts: Facts,
    /// What was called otherwise.
    pub(super) names: Names,
    /// How it got its names.
    pub(super) changes: Vec<Change>,
}

/// What things were called before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Tables and views, by their new name.
    tables: BTreeMap<ObjectName, ObjectName>,
    /// Columns, by the new names of their table and themselves.
    columns: BTreeMap<(ObjectName, String), String>,
}

impl Names {
    /// What a table was called.
    pub(super) fn table<'a>(&'a self, new: &'a ObjectName) -> &'a ObjectName {
        self.tables.get(new).unwrap_or(new)
    }

    /// What a column was called.
    pub(super) fn column<'a>(&'a self, table: &ObjectName, new: &'a str) -> &'a str {
        self.columns.get(&(table.clone(), new.to_owned())).map_or(new, String::as_str)
    }
}

/// Gives the old side its new names.
pub(super) fn rename(old: &Facts, new: &Facts, hints: &Hints) -> Renamed {
    let renames = hinted(old, new, hints);
    let mut steps = step::of(&renames, old);
    let mut facts = if renames == Renames::default() { old.clone() } else { old.renamed(&renames) };
    let sequences = parts::sequences(&facts, new);
    steps.extend(step::sequences(&sequences));
    if !sequences.is_empty() {
        facts = facts.renamed(&Renames { tables: sequences, ..Renames::default() });
    }
    steps.extend(parts::rename(&mut facts, new, hints));
    let changes = step::changes(steps, &renames, old, new);
    Renamed { facts, names: names_of(&renames), changes }
}

fn names_of(renames: &Renames) -> Names {
    let tables: BTreeMap<_, _> = renames.tables.iter().map(|(old, new)| (new.clone(), old.clone())).collect();
    let columns = renames.columns.iter().flat_map(|(table, columns)| {
        let table = renames.tables.get(table).unwrap_or(table);
        columns.iter().map(move |(old, new)| ((table.clone(), new.clone()), old.clone()))
    });
    Names { tables, columns: columns.collect() }
}

/// The renames that hints declare and that have not been carried out yet.
fn hinted(old: &Facts, new: &Facts, hints: &Hints) -> Renames {
    let objects =
        |old: BTreeSet<&ObjectName>, new: BTreeSet<&ObjectName>, alike: &dyn Fn(&ObjectName, &ObjectName) -> bool| {
            let was = |name: &ObjectName| hints.was(name, None).map(|was| name.beside(was));
            let claims = new.iter().filter_map(|&new| Some(Claim { new: new.clone(), old: was(new)? }));
            resolved(claims.collect(), |name| old.contains(name), alike)
        };
    let mut tables = objects(old.tables.keys().collect(), new.tables.keys().collect(), &|one, two| {
        shape(&old.tables[one]) == shape(&new.tables[two])
    });
    tables.extend(objects(old.views.keys().collect(), new.views.keys().collect(), &|one, two| {
        old.views[one].query == new.views[two].query
    }));
    let types = objects(old.enums.keys().collect(), new.enums.keys().collect(), &|one, two| {
        old.enums[one].values == new.enums[two].values
    });
    let names = |facts: &'_ Facts| facts.functions.keys().map(|one| one.name.clone()).collect::<BTreeSet<_>>();
    let functions = objects(names(old).iter().collect(), names(new).iter().collect(), &|_, _| false);
    let roles = roles(old, new, hints);
    let columns = columns(old, new, hints, &tables);
    let values = values(old, new, hints, &types);
    Renames { columns, tables, functions, types, roles, values, texts: BTreeMap::new() }
}

fn roles(old: &Facts, new: &Facts, hints: &Hints) -> BTreeMap<String, String> {
    let was = |name: &String| hints.was(&ObjectName { schema: None, name: name.clone() }, None).map(str::to_owned);
    let claims = new.roles.keys().filter_map(|new| Some(Claim { new: new.clone(), old: was(new)? })).collect();
    resolved(claims, |name| old.roles.contains_key(name), &|_, _| false)
}

fn columns(
    old: &Facts,
    new: &Facts,
    hints: &Hints,
    tables: &BTreeMap<ObjectName, ObjectName>,
) -> BTreeMap<ObjectName, BTreeMap<String, String>> {
    let of_table = |(name, was): (&ObjectName, &Table)| {
        let is = new.tables.get(tables.get(name).unwrap_or(name))?;
        let (was, now) = (by_name(was), by_name(is));
        let new_name = tables.get(name).unwrap_or(name);
        let hint = |column: &str| hints.was(new_name, Some(column)).map(str::to_owned);
        let claims = now.keys().filter_map(|&new| Some(Claim { new: new.to_owned(), old: hint(new)? })).collect();
        let alike = |one: &String, two: &String| is_alike(was[one.as_str()], now[two.as_str()]);
        let renames = resolved(claims, |name| was.contains_key(name.as_str()), &alike);
        (!renames.is_empty()).then(|| (name.clone(), renames))
    };
    old.tables.iter().filter_map(of_table).collect()
}

fn values(
    old: &Facts,
    new: &Facts,
    hints: &Hints,
    types: &BTreeMap<ObjectName, ObjectName>,
) -> BTreeMap<ObjectName, BTreeMap<String, String>> {
    let of_type = |(name, was): (&ObjectName, &crate::sql::facts::EnumType)| {
        let new_name = types.get(name).unwrap_or(name);
        let is = new.enums.get(new_name)?;
        let hint = |value: &str| hints.was(new_name, Some(value)).map(str::to_owned);
        let claims = is.values.iter().filter_map(|new| Some(Claim { new: new.clone(), old: hint(new)? })).collect();
        let renames = resolved(claims, |value| was.values.contains(value), &|_, _| false);
        (!renames.is_empty()).then(|| (name.clone(), renames))
    };
    old.enums.iter().filter_map(of_type).collect()
}

fn by_name(table: &Table) -> BTreeMap<&str, &Column> {
    super::column::by_name(table)
}

/// What two tables of different names may have in common.
fn shape(table: &Table) -> BTreeMap<&str, &crate::sql::facts::Type> {
    table.columns.iter().map(|column| (column.name.as_str(), &column.ty)).collect()
}

/// Whether two columns differ in nothing but their name.
fn is_alike(one: &Column, two: &Column) -> bool {
    Column { name: two.name.clone(), ..one.clone() } == *two
}
