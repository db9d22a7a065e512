//! The rows that have to survive: counted and digested before, and looked for after.

use std::collections::BTreeMap;

use crate::hazard;
use crate::server::{Refusal, Session};
use crate::sql::facts::{Column, ObjectName, Supply, Table};
use crate::sql::{ident, literal};
use crate::verify::proof::{Failure, Outcome};
use crate::verify::stage::Setback;

use super::Trial;

/// What must be found of each table that is on both sides, by its new name.
pub(super) struct Rows(BTreeMap<ObjectName, Kept>);

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
            let mut all = BTreeMap::new();
            for (new_name, table) in &trial.sides[1].facts.tables {
                let Some(old_name) = trial.old_table(new_name) else { continue };
                let old = &trial.sides[0].facts.tables[&old_name];
                let (columns, values) = kept(trial, (&old_name, old), (new_name, table));
                let digest = digest(session, &old_name, &values)?;
                let file = file(session, &old_name)?;
                all.insert(new_name.clone(), Kept { digest, columns, file });
            }
            Ok::<_, Refusal>(all)
        };
        read(session).map(Self).map_err(Setback::at("the rows that are there"))
    }

    /// Looks for them, and at which tables were written anew.
    pub fn compare(&self, trial: &Trial<'_>, session: &mut Session, outcome: &mut Outcome) -> Result<(), Setback> {
        self.0
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
        let values: Vec<_> = self.columns.iter().map(|column| format!("{}::text", ident(column))).collect();
        let found = digest(session, name, &values)?;
        outcome.tried(self.columns.len(), "column");
        if found != self.digest {
            let failure = Failure::new(format!("rows of {name} did not survive"));
            let words =
                |digest: &[Option<String>]| digest.iter().flatten().cloned().collect::<Vec<_>>().join(" rows, digest ");
            outcome.fail(failure.with("expected", words(&self.digest)).with("got", words(&found)));
        }
        let (is_declared, is_rewritten) =
            (trial.finds(&hazard::REWRITES_TABLE, name, None), file(session, name)? != self.file);
        if is_declared != is_rewritten {
            let word = |is: bool| if is { "written anew" } else { "left as it is" };
            let failure = Failure::new(format!("{name} was {}", word(is_rewritten)));
            outcome.fail(failure.with("the plan says", word(is_declared)));
        }
        Ok(())
    }
}

impl Trial<'_> {
    /// What a table of the new side was called on the old one; nothing where it is new.
    fn old_table(&self, name: &ObjectName) -> Option<ObjectName> {
        let (old, new) = (&self.sides[0].facts.tables, &self.sides[1].facts.tables);
        let was = self.hints.was(name, None).map(|was| name.beside(was));
        let renamed = was.filter(|was| old.contains_key(was) && !old.contains_key(name));
        renamed.or_else(|| old.contains_key(name).then(|| name.clone())).filter(|_| new.contains_key(name))
    }
}

/// The columns whose values have to survive, and how the old side writes what the new one will hold.
fn kept(
    trial: &Trial<'_>,
    (_, old): (&ObjectName, &Table),
    (name, new): (&ObjectName, &Table),
) -> (Vec<String>, Vec<String>) {
    let fills = trial.finds(&hazard::BACKFILLS_ROWS, name, None);
    let pairs = new.columns.iter().filter_map(|column| {
        let was = old_column(trial, name, old, column)?;
        let changes = [&hazard::CHANGES_VALUES, &hazard::BACKFILLS_ROWS];
        let is_kept = !changes.iter().any(|code| trial.finds(code, name, Some(&column.name)));
        // Filling rows in is an update, which triggers see; times of the last change are theirs to set.
        let is_touched = fills
            && new.triggers.values().any(|trigger| !trigger.event.is_empty())
            && matches!(column.supply, Supply::Default(_))
            && column.ty.name.name.starts_with("timestamp");
        let is_made = [&was.supply, &column.supply].into_iter().any(|supply| matches!(supply, Supply::Generated(_)));
        (is_kept && !is_touched && !is_made).then(|| (column.name.clone(), value(trial, name, was, column)))
    });
    pairs.unzip()
}

fn old_column<'a>(trial: &Trial<'_>, table: &ObjectName, old: &'a Table, column: &Column) -> Option<&'a Column> {
    let find = |name: &str| old.columns.iter().find(|old| old.name == name);
    find(&column.name).or_else(|| find(trial.hints.was(table, Some(&column.name))?))
}

/// What a new column will hold, as text, in the words of the old side.
fn value(trial: &Trial<'_>, table: &ObjectName, old: &Column, new: &Column) -> String {
    let name = ident(&old.name);
    if let Some(using) = trial.hints.using(table, &new.name) {
        return format!("({using})::text");
    }
    let facts = trial.sides[1].facts;
    if let Some(values) = facts.enums.get(&new.ty.name).filter(|_| !new.ty.array) {
        let moved = values.values.iter().filter_map(|value| {
            let was = trial.hints.was(&new.ty.name, Some(value))?;
            Some((was.to_owned(), value.clone()))
        });
        let replaced = trial.sides[0]
            .facts
            .enums
            .get(&old.ty.name)
            .into_iter()
            .flat_map(|old| &old.values)
            .filter_map(|value| Some((value.clone(), trial.hints.replaced(&new.ty.name, value)?.to_owned())));
        let cases: String =
            moved.chain(replaced).map(|(from, to)| format!(" WHEN {} THEN {}", literal(&from), literal(&to))).collect();
        return if cases.is_empty() {
            format!("{name}::text")
        } else {
            format!("CASE {name}::text{cases} ELSE {name}::text END")
        };
    }
    if old.ty == new.ty { format!("{name}::text") } else { format!("{name}::{}::text", new.ty.sql()) }
}

/// The number of rows of a table and a digest of values of each.
fn digest(session: &mut Session, table: &ObjectName, values: &[String]) -> Result<Vec<Option<String>>, Refusal> {
    let row = values.iter().map(|value| format!("quote_nullable({value})")).collect::<Vec<_>>();
    let row = if row.is_empty() { "''".to_owned() } else { format!("md5(concat_ws(',', {}))", row.join(", ")) };
    let query = format!(
        "SELECT count(*), coalesce(md5(string_agg(digest, '' ORDER BY digest)), '') FROM (SELECT {row} AS digest FROM ONLY {}) AS rows",
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
