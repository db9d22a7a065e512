//! What a reviewer sees of two sides: every change, what it is to whom, how grave it is, and what the schema accepts.
//!
//! A report is made once ([`Report::of`]) and then written in as many ways as there are readers. It knows changes and
//! plans as they were found, and places in the schema's files. It does not know how changes are found, where the sides
//! come from, or what is done with the text.

mod acceptance;
mod audience;
mod client;
mod diagram;
mod github;
mod gitlab;
mod json;
mod junit;
mod level;
mod markdown;
mod place;
mod remark;
mod row;
mod sarif;
mod text;

use std::collections::BTreeSet;

use crate::change::{self, Change, Object, Phase, Scope};
use crate::client::Difference;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::show::plural;
use crate::model::{self, Date};
use crate::plan::Plan;
use crate::side::Side;
use crate::source::Spanned;

pub use audience::{Database, Reach};
pub use client::ClientChange;
pub use diagram::Diagram;
pub use github::github;
pub use gitlab::gitlab;
pub use json::{Document, json};
pub use junit::junit;
pub use level::Level;
pub use markdown::{LIMIT, markdown};
pub use place::Place;
pub use row::{Accepted, Action, Judged, Row, Told};
pub use sarif::sarif;
pub use text::text;

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The old side.
    pub old: &'a Side,
    /// The new side.
    pub new: &'a Side,
    /// What differs.
    pub changes: &'a [Change],
    /// The way from the old side to the new one.
    pub plan: &'a Plan,
    /// Who gains and loses what.
    pub access: &'a [change::AccessChange],
    /// What differs for clients.
    pub clients: &'a [Difference],
    /// What the new side accepts.
    pub accepted: &'a [Spanned<model::Accepted>],
    /// The day it is, for acceptances that end.
    pub today: Date,
}

/// What differs between two sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The old side.
    pub old: Compared,
    /// The new side.
    pub new: Compared,
    /// Every change, the gravest first; equally grave ones in the order in which they were found.
    pub rows: Vec<Row>,
    /// Who gains and loses what, what widens first.
    pub access: Vec<AccessChange>,
    /// The statements that lead from the old side to the new one, in order.
    pub steps: Vec<Steps>,
    /// The tables that change, and those beside them.
    pub diagram: Diagram,
    /// Acceptances that apply to nothing, or no longer.
    pub faults: Vec<Fault>,
    /// Whether the new side is a schema, which can accept what is found.
    pub is_schema: bool,
}

/// A side, as far as a report tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// What it is called.
    pub label: String,
    /// How many tables it holds.
    pub tables: usize,
}

/// An entry of `accept` that is out of place.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What is wrong with it.
    pub diagnostic: Diagnostic,
    /// Where it stands on the new side.
    pub place: Option<Place>,
}

/// What a role may do to the rows of a table, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessChange {
    /// The role.
    pub role: String,
    /// The table, as people name it.
    pub table: String,
    /// `SELECT`, `INSERT`, `UPDATE` or `DELETE`.
    pub verb: &'static str,
    /// The rows on the old side, in words or SQL.
    pub before: String,
    /// The rows on the new side.
    pub after: String,
    /// Whether it may reach more than before; also where that cannot be known.
    pub widens: bool,
}

/// Statements that run together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// Their phase.
    pub phase: Phase,
    /// How they stand to transactions.
    pub scope: Scope,
    /// The statements, without the semicolons at their ends.
    pub statements: Vec<String>,
}

impl Report {
    /// Brings together what was found.
    #[must_use]
    pub fn of(material: &Material<'_>) -> Self {
        let mut access: Vec<_> = material.access.iter().map(|change| AccessChange::of(change, material)).collect();
        access.sort_by_key(|change| !change.widens);
        let mut rows = row::rows(material, &access);
        let faults = acceptance::apply(&mut rows, material);
        let mut rows = row::fold(rows);
        rows.sort_by_key(|row| std::cmp::Reverse(row.level()));
        Self {
            old: Compared::of(material.old),
            new: Compared::of(material.new),
            diagram: Diagram::of(material),
            rows,
            access,
            steps: material.plan.batches.iter().map(Steps::of).collect(),
            faults,
            is_schema: material.new.model.is_some(),
        }
    }

    /// How much is asked of the reviewer: the level of the gravest change.
    #[must_use]
    pub fn level(&self) -> Level {
        self.rows.iter().map(Row::level).max().unwrap_or(Level::None)
    }

    /// The line that says it all: `3 added, 2 changed, 1 removed; 1 breaking`.
    #[must_use]
    pub fn summary(&self) -> String {
        if self.rows.is_empty() {
            return "no changes".to_owned();
        }
        let actions = Action::ALL.map(|action| (self.count(|row| row.action == action), action.word()));
        let levels = [Level::Breaking, Level::Dangerous].map(|level| (self.at(level), level.word()));
        let accepted = (self.count(Row::is_accepted), "accepted");
        let grave = tally(levels.into_iter().chain([accepted]));
        format!("{}; {}", tally(actions), if grave.is_empty() { "all safe".to_owned() } else { grave })
    }

    /// What the migration comes to, in a line.
    #[must_use]
    pub fn migration(&self) -> String {
        let outside = self.steps.iter().filter(|steps| !steps.in_transaction()).count();
        let transactions = plural(self.steps.len() - outside, "transaction");
        let beside = if outside == 0 { String::new() } else { format!(", {outside} outside any") };
        let statements = self.steps.iter().map(|steps| steps.statements.len()).sum();
        format!("{} in {transactions}{beside}", plural(statements, "statement"))
    }

    /// The entries of `accept` that would let its breaking changes pass, a line each; the reasons are left to be written.
    #[must_use]
    pub fn acceptances(&self) -> String {
        let is_meant =
            |judged: &&Judged| judged.level() == Level::Breaking && judged.finding.hazard.weight.can_be_accepted();
        let entry = |(row, judged): (&Row, &Judged)| {
            let (code, object) = (judged.finding.hazard.code, acceptance::written(&row.object));
            format!("  - {{ code: {code}, object: {object}, reason: \"\" }}\n")
        };
        let judged =
            self.rows.iter().flat_map(|row| row.findings.iter().filter(is_meant).map(move |judged| (row, judged)));
        let entries: BTreeSet<_> = judged.map(entry).collect();
        entries.into_iter().collect()
    }

    /// Where what it finds can be accepted.
    const fn accepts_in(&self) -> &'static str {
        if self.is_schema { "the project file" } else { "a file of hints (--hints)" }
    }

    /// Whether it calls for somebody: a change of the level `fail_on` or graver, or an acceptance that is out of place.
    #[must_use]
    pub fn fails(&self, fail_on: Option<Level>) -> bool {
        !self.faults.is_empty() || self.rows.iter().any(|row| row.fails(fail_on))
    }

    /// Names the files that are remarked on as a host knows them: what is shown below the folder `from` is at `to` there.
    pub fn relocate(&mut self, from: &str, to: &str) {
        let anchors = self.rows.iter_mut().filter_map(|row| row.places.anchor.as_mut());
        let faults = self.faults.iter_mut().filter_map(|fault| fault.place.as_mut());
        anchors.chain(faults).for_each(|place| place.relocate(from, to));
    }

    /// How many changes there are at a level.
    fn at(&self, level: Level) -> usize {
        self.count(|row| row.level() == level)
    }

    fn count(&self, is_meant: impl Fn(&Row) -> bool) -> usize {
        self.rows.iter().filter(|row| is_meant(row)).count()
    }
}

impl Compared {
    fn of(side: &Side) -> Self {
        Self { label: side.label.clone(), tables: side.facts.tables.len() }
    }
}

impl std::fmt::Display for Compared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", self.label, plural(self.tables, "table"))
    }
}

impl Steps {
    fn of(batch: &crate::plan::Batch) -> Self {
        let statements = batch.steps.iter().map(|step| step.statement.sql.clone()).collect();
        Self { phase: batch.phase, scope: batch.scope.clone(), statements }
    }

    /// Whether they run in a transaction.
    #[must_use]
    pub const fn in_transaction(&self) -> bool {
        match self.scope {
            Scope::Shared | Scope::Together(_) | Scope::Alone => true,
            Scope::Outside => false,
        }
    }

    /// The line above them: `expand, in a transaction`.
    fn title(&self) -> String {
        let how = if self.in_transaction() { "in a transaction" } else { "outside any transaction" };
        format!("{}, {how}", self.phase.word())
    }

    /// The statements, each with its semicolon.
    fn sql(&self) -> String {
        self.statements.iter().map(|sql| format!("{sql};\n")).collect()
    }
}

impl AccessChange {
    fn of(change: &change::AccessChange, material: &Material<'_>) -> Self {
        let change::AccessChange { role, verb, before, after, widens, .. } = change.clone();
        Self { role, table: row::shown(&Object::whole("table", &change.table), material), verb, before, after, widens }
    }

    /// In a word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        if self.widens { "widens" } else { "narrows" }
    }
}

/// `3 added, 1 removed`: what there is any of.
fn tally(counts: impl IntoIterator<Item = (usize, &'static str)>) -> String {
    let some = counts.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
}
