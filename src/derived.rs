//! What follows from a model and stands in the output, worked out once: for the targets, which write it down, and for the
//! check, which reads it back.
//!
//! Nothing here comes from a view or a template, so a fault in those still shows. This layer knows what is worth sharing.
//! It does not know how any of it is worked out, or what it looks like in a file.

use std::collections::BTreeMap;

use crate::expect::Expect;
use crate::expect::catalog::Catalog;
use crate::isolation::{Cell, Ground, cells};
use crate::model::Model;
use crate::sample::Sample;
use crate::sample::seed::Seed;
use crate::sql::facts::{Function, Signature};

/// A model, and what follows from it.
pub struct Derived<'m> {
    /// The model.
    pub model: &'m Model,
    /// What PostgreSQL's files say; `None` where the project does not want them.
    pub postgres: Option<Postgres<'m>>,
}

/// What PostgreSQL's files say beyond the schema itself.
pub struct Postgres<'m> {
    /// What a database must hold.
    pub expect: Expect<'m>,
    /// The objects that the catalog must hold for the managed tables, each as JSON on one line.
    pub table_objects: Vec<String>,
    /// Rows to start with.
    pub seed: Seed<'m>,
    /// Who may reach what; `None` where the project does not want tests.
    pub isolation: Option<Isolation<'m>>,
}

/// Who may reach what, as far as a script can try it.
pub struct Isolation<'m> {
    /// What it is tried on.
    pub ground: Ground<'m>,
    /// What is tried.
    pub cells: Vec<Cell>,
}

impl<'m> Derived<'m> {
    /// Works it out.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        Self { model, postgres: model.project.targets.postgres.then(|| Postgres::of(model)) }
    }
}

impl<'m> Postgres<'m> {
    fn of(model: &'m Model) -> Self {
        let expect = Expect::new(model);
        let table_objects = expect.table_objects();
        let isolation = model.project.targets.tests.then(|| Isolation::of(model));
        Self { expect, table_objects, seed: Seed::of(Sample::showing(model)), isolation }
    }

    /// What the catalog must hold, the functions as they are `written`.
    #[must_use]
    pub fn catalog(&self, written: &BTreeMap<Signature, Function>) -> Catalog<'_> {
        self.expect.catalog(&self.table_objects, written)
    }
}

impl<'m> Isolation<'m> {
    fn of(model: &'m Model) -> Self {
        let ground = Ground::new(model);
        let cells = cells(&ground).into_iter().filter(Cell::fits_a_function).collect();
        Self { ground, cells }
    }
}
