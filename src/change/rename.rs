//! What is the same under another name: where a hint says so, and parts of a table that differ in nothing but their name.
//!
//! Renames come before everything else, so that all other files compare an old side that bears new names already.

mod heirs;
mod parts;
mod step;
mod undecided;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Hints, Object, kind};
use crate::claim::{Claim, Resolved, resolved};
use crate::sql::facts::{Column, EnumType, Facts, ObjectName, Table, Type};
use crate::sql::read::Renames;

use heirs::{Heirs, Left};
use step::{Step, Target};
use undecided::Undecided;

/// An old side under new names.
pub(super) struct Renamed<'a> {
    /// What it holds.
    pub(super) facts: Cow<'a, Facts>,
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
    /// The same, what they are called while their table is still below one that it leaves.
    meanwhile: BTreeMap<(ObjectName, String), String>,
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

    /// What a column is called until its table has left the one above.
    pub(super) fn meanwhile<'a>(&'a self, table: &ObjectName, new: &'a str) -> &'a str {
        self.meanwhile.get(&(table.clone(), new.to_owned())).map_or(new, String::as_str)
    }

    /// Whether columns of a table get their names only once it has left the one above.
    pub(super) fn waits(&self, table: &ObjectName) -> bool {
        self.meanwhile.keys().any(|(one, _)| one == table)
    }
}

/// Gives the old side its new names.
pub(super) fn rename<'a>(old: &'a Facts, new: &Facts, hints: &Hints) -> Renamed<'a> {
    let (renames, left, undecided) = hinted(old, new, hints);
    let heirs = Heirs { old, new, tables: &renames.tables };
    let mut steps = step::of(&renames, heirs, &left);
    let late = step::after_leaving(&renames, &left);
    let is_same = renames == Renames::default();
    let mut facts = if is_same { Cow::Borrowed(old) } else { Cow::Owned(old.renamed(&renames)) };
    let sequences = parts::sequences(&facts, new);
    steps.extend(step::sequences(&sequences));
    if !sequences.is_empty() {
        facts = Cow::Owned(facts.renamed(&Renames { tables: sequences, ..Renames::default() }));
    }
    steps.extend(parts::rename(&mut facts, new, hints));
    let mut changes = undecided.changes;
    let names = Names { meanwhile: late.iter().map(Step::meanwhile).collect(), ..names_of(&renames) };
    changes.extend(step::changes(steps, late, &renames, old, new));
    Renamed { facts, names, changes }
}

fn names_of(renames: &Renames) -> Names {
    let tables: BTreeMap<_, _> = renames.tables.iter().map(|(old, new)| (new.clone(), old.clone())).collect();
    let columns = renames.columns.iter().flat_map(|(table, columns)| {
        let table = renames.tables.get(table).unwrap_or(table);
        columns.iter().map(move |(old, new)| ((table.clone(), new.clone()), old.clone()))
    });
    Names { tables, columns: columns.collect(), meanwhile: BTreeMap::new() }
}

/// The renames that hints declare and that have not been carried out yet, those of columns that leave the table above, and
/// what cannot be said of others.
fn hinted(old: &Facts, new: &Facts, hints: &Hints) -> (Renames, Left, Undecided) {
    let mut open = Undecided::default();
    let tables = objects([keys(&old.tables), keys(&new.tables)], hints, |one, two| {
        shape(&old.tables[one]) == shape(&new.tables[two])
    });
    let views =
        objects([keys(&old.views), keys(&new.views)], hints, |one, two| old.views[one].query == new.views[two].query);
    let types =
        objects([keys(&old.enums), keys(&new.enums)], hints, |one, two| old.enums[one].values == new.enums[two].values);
    let functions = objects([old, new].map(functions), hints, |_, _| false);
    let mut tables = open.note(tables, &kind::TABLE_RENAME, |name| Object::whole("table", name));
    tables.extend(open.note(views, &kind::VIEW_RENAME, |name| Object::whole("view", name)));
    let types = open.note(types, &kind::ENUM_RENAME, |name| Object::whole("type", name));
    let functions = open.note(functions, &kind::FUNCTION_RENAME, |name| Object::whole("function", name));
    let roles = open.note(roles(old, new, hints), &kind::ROLE_RENAME, |name| Object::whole("role", &bare(name)));
    let mut columns = columns(old, new, hints, &tables, &mut open);
    let heirs = Heirs { old, new, tables: &tables };
    heirs.add(&mut columns);
    let left = heirs.left(&columns);
    open.changes.extend(heirs.stuck(&columns, &left));
    let values = values(old, new, hints, &types, &mut open);
    (Renames { columns, tables, functions, types, roles, values, texts: BTreeMap::new() }, left, open)
}

/// The renames of one kind of whole objects.
fn objects(
    [old, new]: [BTreeSet<&ObjectName>; 2],
    hints: &Hints,
    alike: impl Fn(&ObjectName, &ObjectName) -> bool,
) -> Resolved<ObjectName> {
    let claim = |&new: &&ObjectName| {
        let old = new.beside(hints.was(new, None)?);
        Some(Claim { new: new.clone(), old, due: hints.is_due(new, None) })
    };
    resolved(new.iter().filter_map(claim), |name| old.contains(name), alike)
}

fn keys<'a, V: 'a>(all: impl IntoIterator<Item = (&'a ObjectName, &'a V)>) -> BTreeSet<&'a ObjectName> {
    all.into_iter().map(|(name, _)| name).collect()
}

fn functions(facts: &Facts) -> BTreeSet<&ObjectName> {
    facts.functions.keys().map(|signature| &signature.name).collect()
}

fn roles(old: &Facts, new: &Facts, hints: &Hints) -> Resolved<String> {
    let claim = |new: &String| {
        let name = bare(new);
        let old = hints.was(&name, None)?.to_owned();
        Some(Claim { new: new.clone(), old, due: hints.is_due(&name, None) })
    };
    resolved(new.roles.keys().filter_map(claim), |name| old.roles.contains_key(name), |_, _| false)
}

/// The name of what lies in no schema.
fn bare(name: &str) -> ObjectName {
    ObjectName { schema: None, name: name.to_owned() }
}

/// The renames of one object's parts.
fn parts_of<'a>(
    name: &ObjectName,
    now: impl Iterator<Item = &'a str>,
    hints: &Hints,
    was: impl Fn(&str) -> bool,
    alike: impl Fn(&String, &String) -> bool,
) -> Resolved<String> {
    let claim = |new: &str| {
        let old = hints.was(name, Some(new))?.to_owned();
        Some(Claim { new: new.to_owned(), old, due: hints.is_due(name, Some(new)) })
    };
    resolved(now.filter_map(claim), |name| was(name), alike)
}

fn columns(
    old: &Facts,
    new: &Facts,
    hints: &Hints,
    tables: &BTreeMap<ObjectName, ObjectName>,
    open: &mut Undecided,
) -> BTreeMap<ObjectName, BTreeMap<String, String>> {
    let of_table = |(name, was): (&ObjectName, &Table)| {
        let new_name = tables.get(name).unwrap_or(name);
        if !hints.names_parts(new_name) {
            return None;
        }
        let (was, now) = (by_name(was), by_name(new.tables.get(new_name)?));
        let alike = |one: &String, two: &String| is_alike(was[one.as_str()], now[two.as_str()]);
        let found = parts_of(new_name, now.keys().copied(), hints, |name| was.contains_key(name), alike);
        let renames = open.note(found, &kind::COLUMN_RENAME, |column| Object::part("column", new_name, column));
        (!renames.is_empty()).then(|| (name.clone(), renames))
    };
    old.tables.iter().filter_map(of_table).collect()
}

fn values(
    old: &Facts,
    new: &Facts,
    hints: &Hints,
    types: &BTreeMap<ObjectName, ObjectName>,
    open: &mut Undecided,
) -> BTreeMap<ObjectName, BTreeMap<String, String>> {
    let of_type = |(name, was): (&ObjectName, &EnumType)| {
        let new_name = types.get(name).unwrap_or(name);
        if !hints.names_parts(new_name) {
            return None;
        }
        let now = new.enums.get(new_name)?.values.iter().map(String::as_str);
        let found = parts_of(new_name, now, hints, |value| was.values.iter().any(|one| one == value), |_, _| false);
        let renames = open.note(found, &kind::ENUM_VALUE_RENAME, |value| Object::part("value", new_name, value));
        (!renames.is_empty()).then(|| (name.clone(), renames))
    };
    old.enums.iter().filter_map(of_type).collect()
}

fn by_name(table: &Table) -> BTreeMap<&str, &Column> {
    super::column::by_name(table)
}

/// What two tables of different names may have in common.
fn shape(table: &Table) -> BTreeMap<&str, &Type> {
    table.columns.iter().map(|column| (column.name.as_str(), &column.ty)).collect()
}

/// Whether two columns differ in nothing but their name.
fn is_alike(one: &Column, two: &Column) -> bool {
    Column { name: two.name.clone(), ..one.clone() } == *two
}
