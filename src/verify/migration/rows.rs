//! The rows that have to survive: counted and digested before, and looked for after.

use std::collections::{BTreeMap, BTreeSet};

use crate::hazard;
use crate::server::{Refusal, Session};
use crate::sql::facts::{Column, ObjectName, Supply, Table};
use crate::sql::{ident, literal};
use crate::verify::proof::{Failure, Outcome};
use crate::verify::stage::Setback;

use super::Trial;

/// What must be found of the rows that are there.
pub(super) struct Rows {
    /// After the way on, of each table that is on both sides, by its new name.
    kept: BTreeMap<ObjectName, Kept>,
    /// After the way back, of each table of the old side.
    restored: BTreeMap<ObjectName, Restored>,
}

/// What must be found of one table after the way back.
struct Restored {
    /// The number of rows and a digest of what comes back of them.
    digest: Vec<Option<String>>,
    /// The columns that it is made of.
    columns: Vec<String>,
}

/// What must be found of one table.
struct Kept {
    /// The number of rows and a digest of what has to survive of them.
    digest: Vec<Option<String>>,
    /// The columns that it is made of, by their new names.
    columns: Vec<String>,
    /// The file that the table is in.
    file: Option<String>,
}

impl Rows {
    /// Reads what has to survive, before anything has changed.
    pub fn expected(trial: &Trial<'_>, session: &mut Session) -> Result<Self, Setback> {
        let read = |session: &mut Session| {
            let mut rows = Self { kept: BTreeMap::new(), restored: BTreeMap::new() };
            for (new_name, table) in &trial.sides[1].facts.tables {
                let Some(old_name) = trial.old_table(new_name) else { continue };
                let old = &trial.sides[0].facts.tables[&old_name];
                let (columns, values) = kept(trial, (&old_name, old), (new_name, table));
                let digest = digest(session, &old_name, &values)?;
                let file = file(session, &old_name)?;
                rows.kept.insert(new_name.clone(), Kept { digest, columns, file });
            }
            for (name, table) in &trial.sides[0].facts.tables {
                if let Some(columns) = restored(trial, name, table) {
                    let digest = digest(session, name, &as_texts(&columns))?;
                    rows.restored.insert(name.clone(), Restored { digest, columns });
                }
            }
            Ok::<_, Refusal>(rows)
        };
        read(session).map_err(Setback::at("the rows that are there"))
    }

    /// Looks, after the way back, for what must have come back.
    pub fn compare_restored(&self, session: &mut Session, outcome: &mut Outcome) -> Result<(), Setback> {
        for (name, restored) in &self.restored {
            let found = digest(session, name, &as_texts(&restored.columns));
            let found = found.map_err(Setback::at("the rows that came back"))?;
            let title = format!("rows of {name} are not what they were, which the way back does not say");
            compare_digests(&restored.digest, &found, &title, outcome);
        }
        Ok(())
    }

    /// Looks for them, and at which tables were written anew.
    pub fn compare(&self, trial: &Trial<'_>, session: &mut Session, outcome: &mut Outcome) -> Result<(), Setback> {
        self.kept
            .iter()
            .try_for_each(|(name, kept)| kept.compare(trial, name, session, outcome))
            .map_err(Setback::at("the rows that are left"))
    }
}

impl Kept {
    fn compare(
        &self,
        trial: &Trial<'_>,
        name: &ObjectName,
        session: &mut Session,
        outcome: &mut Outcome,
    ) -> Result<(), Refusal> {
        let found = digest(session, name, &as_texts(&self.columns))?;
        outcome.tried(self.columns.len(), "column");
        compare_digests(&self.digest, &found, &format!("rows of {name} did not survive"), outcome);
        let (is_declared, is_rewritten) = (trial.rewrites(name), file(session, name)? != self.file);
        if is_declared != is_rewritten && self.file.is_some() {
            let word = |is: bool| if is { "written anew" } else { "left as it is" };
            let failure = Failure::new(format!("{name} was {}", word(is_rewritten)));
            outcome.fail(failure.with("the plan says", word(is_declared)));
        }
        Ok(())
    }
}

impl Trial<'_> {
    /// Whether the way on says that a table is written anew, or one above it whose changes it follows.
    fn rewrites(&self, name: &ObjectName) -> bool {
        let mut above = self.sides[1].facts.tables.get(name).into_iter().flat_map(Table::parents);
        self.finds(&hazard::REWRITES_TABLE, name, None) || above.any(|parent| self.rewrites(parent))
    }

    /// What a table of the new side was called on the old one; nothing where it is new.
    pub(super) fn old_table(&self, name: &ObjectName) -> Option<ObjectName> {
        let [old, new] = [&self.sides[0].facts.tables, &self.sides[1].facts.tables];
        let was = |name: &ObjectName| self.hints.was(name, None).map(|was| name.beside(was));
        former(name, &was, &|name| old.contains_key(name), new.keys()).filter(|_| new.contains_key(name))
    }

    /// The columns of the old side that the new one lacks, in tables that it has, where the way back says that they come
    /// back empty.
    pub(super) fn lost_columns(&self) -> impl Iterator<Item = (&ObjectName, &str)> {
        let tables = self.sides[0].facts.tables.iter().filter(|_| !self.down.lost.is_empty());
        tables.filter_map(|(name, old)| Some((name, old, self.new_table(name)?))).flat_map(|(name, old, new)| {
            let kept: BTreeSet<_> = new
                .1
                .columns
                .iter()
                .filter_map(|column| old_column(self, new, old, column))
                .map(|column| &column.name)
                .collect();
            let lost = old.columns.iter().filter(move |column| !kept.contains(&column.name));
            lost.map(move |column| (name, column.name.as_str()))
        })
    }

    /// What a table of the old side is called on the new one; nothing where it is gone.
    fn new_table(&self, name: &ObjectName) -> Option<(&ObjectName, &Table)> {
        let mut tables = self.sides[1].facts.tables.iter();
        tables.find(|(new, _)| self.old_table(new).as_ref() == Some(name))
    }
}

/// What bore a name before. A hint counts where the old side has what it names, unless the name itself was taken all the
/// while: then only where its former bearer got another one.
fn former<'a, N: Clone + Eq + 'a>(
    name: &N,
    was: &dyn Fn(&N) -> Option<N>,
    is_old: &dyn Fn(&N) -> bool,
    mut new: impl Iterator<Item = &'a N>,
) -> Option<N> {
    let mut is_free = || !is_old(name) || new.any(|other| other != name && was(other).as_ref() == Some(name));
    let renamed = was(name).filter(|was| is_old(was) && is_free());
    renamed.or_else(|| is_old(name).then(|| name.clone()))
}

/// The columns of a table of the old side whose values come back; nothing where it is gone, as the way back says.
fn restored(trial: &Trial<'_>, name: &ObjectName, old: &Table) -> Option<Vec<String>> {
    let is_whole = trial.down.lost.is_empty();
    let new = trial.new_table(name);
    if new.is_none() && !is_whole {
        return None;
    }
    let comes_back = |column: &&Column| {
        let is_made = matches!(column.supply, Supply::Generated(_));
        let Some((new_name, table)) = new else { return !is_made };
        let now = table
            .columns
            .iter()
            .find(|now| old_column(trial, (new_name, table), old, now).is_some_and(|was| was.name == column.name));
        match now {
            None => is_whole && !is_made,
            Some(now) => !is_made && stays(trial, (new_name, table), now),
        }
    };
    Some(old.columns.iter().filter(comes_back).map(|column| column.name.clone()).collect())
}

/// Whether a column's values are to be the same after the way on and back.
fn stays(trial: &Trial<'_>, (name, table): (&ObjectName, &Table), column: &Column) -> bool {
    let changes = [&hazard::CHANGES_VALUES, &hazard::BACKFILLS_ROWS, &hazard::IRREVERSIBLE];
    let changes = changes.iter().any(|code| trial.finds(code, name, Some(&column.name)));
    let is_made = matches!(column.supply, Supply::Generated(_));
    let is_mapped = trial.hints.using(name, &column.name).is_some()
        || trial.hints.replaced.keys().any(|one| one.last() == column.ty.name.name);
    !changes
        && !is_made
        && !is_mapped
        && !is_touched(trial, name, table, column)
        && !is_written_otherwise(trial, column)
}

/// Whether filling rows in changes a column too: that is an update, which triggers see, and times of the last change are
/// theirs to set.
fn is_touched(trial: &Trial<'_>, name: &ObjectName, table: &Table, column: &Column) -> bool {
    trial.finds(&hazard::BACKFILLS_ROWS, name, None)
        && table.triggers.values().any(|trigger| !trigger.event.is_empty())
        && matches!(column.supply, Supply::Default(_))
        && column.ty.name.name.starts_with("timestamp")
}

/// Whether a column's domain or composite type is another one on the new side, so that a value that survives may be
/// written otherwise.
fn is_written_otherwise(trial: &Trial<'_>, column: &Column) -> bool {
    is_other(trial, &column.ty.name)
}

/// Whether a type is another one on the new side, or is made of one.
fn is_other(trial: &Trial<'_>, name: &ObjectName) -> bool {
    let [old, new] = trial.sides.map(|side| {
        let others = side.facts.others.iter();
        let made = others.filter(|(one, _)| one.name == *name).flat_map(|(_, other)| &other.statements);
        let columns = side.facts.tables.get(name).map(|table| &table.columns);
        (made.collect::<Vec<_>>(), columns)
    });
    let differs = |name: &ObjectName| {
        let [old, new] = trial.sides.map(|side| side.facts.enums.get(name).map(|one| &one.values));
        old != new || is_other(trial, name)
    };
    old != new || old.0.iter().flat_map(|piece| &piece.mentions.types).filter(|one| *one != name).any(differs)
}

/// The columns whose values have to survive, and how the old side writes what the new one will hold.
fn kept(
    trial: &Trial<'_>,
    (_, old): (&ObjectName, &Table),
    (name, new): (&ObjectName, &Table),
) -> (Vec<String>, Vec<String>) {
    let pairs = new.columns.iter().filter_map(|column| {
        let was = old_column(trial, (name, new), old, column)?;
        let changes = [&hazard::CHANGES_VALUES, &hazard::BACKFILLS_ROWS];
        let is_kept = !changes.iter().any(|code| trial.finds(code, name, Some(&column.name)));
        let is_made = [&was.supply, &column.supply].into_iter().any(|supply| matches!(supply, Supply::Generated(_)));
        let is_kept = is_kept && !is_made && !is_touched(trial, name, new, column);
        let is_kept = is_kept && !is_written_otherwise(trial, column);
        is_kept.then(|| (column.name.clone(), value(trial, name, was, column)))
    });
    pairs.unzip()
}

/// The column of the old side that a column of the new one was.
fn old_column<'a>(
    trial: &Trial<'_>,
    (name, new): (&ObjectName, &Table),
    old: &'a Table,
    column: &Column,
) -> Option<&'a Column> {
    let find = |name: &String| old.columns.iter().find(|old| old.name == *name);
    let above = || {
        new.parents().filter(|parent| trial.old_table(parent).is_some_and(|was| old.parents().any(|one| *one == was)))
    };
    let was = |column: &String| {
        let own = trial.hints.was(name, Some(column));
        own.or_else(|| above().find_map(|parent| trial.hints.was(parent, Some(column)))).map(str::to_owned)
    };
    let names = new.columns.iter().map(|column| &column.name);
    find(&former(&column.name, &was, &|name| find(name).is_some(), names)?)
}

/// What a new column will hold, as text, in the words of the old side.
fn value(trial: &Trial<'_>, table: &ObjectName, old: &Column, new: &Column) -> String {
    let name = ident(&old.name);
    if let Some(using) = trial.hints.using(table, &new.name) {
        return format!("({using})::text");
    }
    let facts = trial.sides[1].facts;
    if let Some(values) = facts.enums.get(&new.ty.name) {
        let moved =
            renamed_values(trial, &new.ty.name, &values.values).into_iter().chain(replaced_values(trial, old, new));
        return if new.ty.array { listed(&name, moved) } else { cased(&name, moved) };
    }
    // A type that an extension brings may not be there yet.
    let is_known = old.ty != new.ty && new.ty.name.name != "citext";
    if is_known { format!("{name}::{}::text", new.ty.sql()) } else { format!("{name}::text") }
}

/// The values of an enum that get another name, each with that.
fn renamed_values(trial: &Trial<'_>, name: &ObjectName, values: &[String]) -> Vec<(String, String)> {
    let was = |value: &String| Some((trial.hints.was(name, Some(value))?.to_owned(), value.clone()));
    values.iter().filter_map(was).collect()
}

/// The values of an enum that go, each with the one that takes its place.
fn replaced_values(trial: &Trial<'_>, old: &Column, new: &Column) -> Vec<(String, String)> {
    let values = trial.sides[0].facts.enums.get(&old.ty.name).into_iter().flat_map(|old| &old.values);
    let told = |value: &String| Some((value.clone(), trial.hints.replaced(&new.ty.name, value)?.to_owned()));
    values.filter_map(told).collect()
}

/// A value as text, or the one that takes its place.
fn cased(name: &str, moved: impl Iterator<Item = (String, String)>) -> String {
    let cases: String = moved.map(|(from, to)| format!(" WHEN {} THEN {}", literal(&from), literal(&to))).collect();
    if cases.is_empty() { format!("{name}::text") } else { format!("CASE {name}::text{cases} ELSE {name}::text END") }
}

/// A list of values as text, with those that take the place of others.
fn listed(name: &str, moved: impl Iterator<Item = (String, String)>) -> String {
    let list = moved.fold(format!("{name}::text[]"), |list, (from, to)| {
        format!("array_replace({list}, {}, {})", literal(&from), literal(&to))
    });
    format!("{list}::text")
}

/// Columns as text.
fn as_texts(columns: &[String]) -> Vec<String> {
    columns.iter().map(|column| format!("{}::text", ident(column))).collect()
}

fn compare_digests(expected: &[Option<String>], found: &[Option<String>], title: &str, outcome: &mut Outcome) {
    let words = |digest: &[Option<String>]| digest.iter().flatten().cloned().collect::<Vec<_>>().join(" rows, digest ");
    if found != expected {
        outcome.fail(Failure::new(title).with("expected", words(expected)).with("got", words(found)));
    }
}

/// The number of rows of a table and a digest of values of each.
fn digest(session: &mut Session, table: &ObjectName, values: &[String]) -> Result<Vec<Option<String>>, Refusal> {
    let row = values.iter().map(|value| format!("quote_nullable({value})")).collect::<Vec<_>>();
    let row = if row.is_empty() { "''".to_owned() } else { format!("md5(concat_ws(',', {}))", row.join(", ")) };
    let query = format!(
        "SELECT count(*), coalesce(md5(string_agg(digest, '' ORDER BY digest COLLATE \"C\")), '') FROM (SELECT {row} AS digest FROM ONLY {}) AS rows",
        table.sql()
    );
    session.run("SET TimeZone = 'UTC'")?;
    Ok(session.run(&query)?.rows.pop().unwrap_or_default())
}

/// The file that a table is in.
fn file(session: &mut Session, table: &ObjectName) -> Result<Option<String>, Refusal> {
    let query = format!("SELECT pg_relation_filenode({}::regclass)", literal(&table.sql()));
    Ok(session.run(&query)?.value().map(str::to_owned))
}
