//! The proof that a migration leads from one schema to another and back, with the rows that are there.
//!
//! The old side is put on a server, with rows; the way on is run piece by piece as a migration tool would; what stands
//! then must be what the new side makes on an empty server, every row that has to survive must have, no tenant may have
//! been open to another after any statement, and the tables written anew must be those that the plan names. Then the
//! same back. This layer does not know how the plan was made, nor how its files look.

mod base;
mod probe;
mod rows;
mod walk;
mod walls;

use crate::change::{Change, Hints};
use crate::hazard::Hazard;
use crate::migrate::{Session as Needs, Way};
use crate::model::Model;
use crate::server::Server;
use crate::sql::facts::{Facts, ObjectName};

use super::proof::{Failure, Outcome};
use super::snapshot::{OBJECTS, ROLES, Snapshot};
use super::stage::Setback;

pub use base::Base;
use rows::Rows;
use walk::Walk;

/// A migration, and what it is proven with.
pub struct Trial<'a> {
    /// The server on which it runs; nothing else may be on it.
    pub server: &'a Server,
    /// Another one, on which the new side is made from scratch.
    pub scratch: &'a Server,
    /// The old side and the new one.
    pub sides: [Half<'a>; 2],
    /// What the new side says about the way.
    pub hints: &'a Hints,
    /// The way on.
    pub up: &'a Way,
    /// The way back.
    pub down: &'a Way,
    /// What a session needs.
    pub needs: &'a Needs,
    /// What the databases are called.
    pub name: &'a str,
}

/// One side of it.
#[derive(Clone, Copy)]
pub struct Half<'a> {
    /// What puts it on a server.
    pub base: &'a Base<'a>,
    /// The model behind it, where there is one.
    pub model: Option<&'a Model>,
    /// What is then in the database.
    pub facts: &'a Facts,
    /// Statements that put rows into it.
    pub rows: &'a str,
}

/// The setting that lets a way back run although it cannot bring everything back.
const ACCEPT_LOSS: &str = "SET crmgen.accept_loss = 'on'";

/// Proves a migration both ways.
#[must_use]
pub fn prove(trial: &Trial<'_>) -> Outcome {
    let mut outcome = Outcome::of("migration");
    if let Err(setback) = run(trial, &mut outcome) {
        outcome.fail(setback.into());
    }
    outcome
}

fn run(trial: &Trial<'_>, outcome: &mut Outcome) -> Result<(), Setback> {
    let [old, new] = &trial.sides;
    let database = old.base.put(trial.server, trial.name)?;
    let mut walk = Walk::new(trial, &database)?;
    walk.session().run(old.rows).map_err(Setback::at("rows of the old side"))?;
    let before = walk.snapshot()?;
    let rows = Rows::expected(trial, walk.session())?;

    walk.run(trial.up, "the way on", outcome)?;
    let after = walk.snapshot()?;
    after.compare(&scratch(trial)?, "after the way on", outcome);
    outcome.tried(after.len(), "object");
    rows.compare(trial, walk.session(), outcome)?;
    // The proofs copy the database, which nobody may be on then.
    drop(walk);
    new.base.prove(trial.server, &database, trial.name, outcome)?;

    let mut walk = Walk::new(trial, &database)?;
    go_back(trial, &mut walk, outcome)?;
    // What comes back empty cannot be NOT NULL where rows are.
    let [here, before] = [walk.snapshot()?, before].map(|snapshot| snapshot.with_nullable(trial.lost_columns()));
    here.compare(&before, "after the way back", outcome);
    rows.compare_restored(walk.session(), outcome)
}

/// What the new side makes on an empty server.
fn scratch(trial: &Trial<'_>) -> Result<Snapshot, Setback> {
    let database = trial.sides[1].base.put(trial.scratch, trial.name)?;
    let read = || Snapshot::read(&mut trial.scratch.connect(trial.scratch.superuser(), &database)?, &[OBJECTS, ROLES]);
    read().map_err(Setback::at("the new side from scratch"))
}

/// Runs the way back. Where it cannot bring everything back it must say so first.
fn go_back(trial: &Trial<'_>, walk: &mut Walk<'_>, outcome: &mut Outcome) -> Result<(), Setback> {
    if !trial.down.lost.is_empty() && !trial.down.plan.is_empty() {
        let mut refused = Outcome::of("refusal");
        let refusal = walk.run(trial.down, "the way back", &mut refused);
        if !refusal.is_err_and(|setback| setback.refusal.to_string().contains("cannot be undone")) {
            outcome.fail(Failure::new("the way back loses values and does not refuse"));
        }
        walk.session().run(ACCEPT_LOSS).map_err(Setback::at("the way back"))?;
    }
    walk.run(trial.down, "the way back", outcome)
}

impl Trial<'_> {
    /// Whether a finding of the way on names a hazard for a table, or one of its columns. What is said of a type is said
    /// of every table that has it.
    fn finds(&self, code: &Hazard, table: &ObjectName, column: Option<&str>) -> bool {
        self.up.findings().filter(|(_, finding)| finding.hazard == code).any(
            |(Change { object, .. }, _)| match column {
                Some(column) => object.name == *table && object.part.as_deref() == Some(column),
                None => object.name == *table || self.has_type(table, &object.name),
            },
        )
    }

    /// Whether a column of a table has a type on the new side.
    fn has_type(&self, table: &ObjectName, name: &ObjectName) -> bool {
        let table = self.sides[1].facts.tables.get(table);
        table.is_some_and(|table| table.columns.iter().any(|column| column.ty.name == *name))
    }
}
