//! What follows from a model and stands in the output, worked out once: for the targets, which write it down, and for the
//! check, which reads it back.
//!
//! The output is made in parts, one after the other, so that not all of it need be in memory at once. What only one part
//! says is worked out with it and goes with it. Nothing here comes from a view or a template, so a fault in those still
//! shows. This layer knows what is worth sharing, and which parts there are. It does not know how any of it is worked out,
//! or what it looks like in a file.

use std::collections::BTreeMap;
use std::iter::once_with;
use std::ops::Range;

use crate::expect::Expect;
use crate::expect::catalog::Catalog;
use crate::isolation::{Cell, Ground, cells};
use crate::model::{EntityId, Model};
use crate::naming::prisma::PrismaNames;
use crate::naming::rust::RustNames;
use crate::sample::Sample;
use crate::sample::seed::Seed;
use crate::sql::facts::{Function, Signature};

/// How many entities' files make a part.
const SHARE: usize = 256;

/// A model, and what follows from it for every part of the output.
pub struct Derived<'m> {
    /// The model.
    pub model: &'m Model,
    /// What a database must hold.
    pub expect: Expect<'m>,
    /// What things are called in Prisma, where the project has that target.
    pub prisma: Option<PrismaNames>,
    /// What things are called in Rust, where the project has that target.
    pub rust: Option<RustNames>,
}

/// A part of the output, with what follows from the model for it alone.
pub enum Part<'d> {
    /// How git treats the output.
    Attributes,
    /// The SQL that makes the schema, and the SQL that takes it back.
    Schema,
    /// What compares a live database with the model.
    Comparison(Objects),
    /// Rows to start with.
    Seed(Seed<'d>),
    /// Tests of who may reach what.
    Isolation(Isolation<'d>),
    /// What Prisma has beside models.
    PrismaRoot(&'d PrismaNames),
    /// The Prisma models of some entities.
    PrismaModels(&'d PrismaNames, Share),
    /// What the Rust crate has beside the entities' modules.
    RustRoot(&'d RustNames),
    /// The Rust modules of some entities.
    RustModules(&'d RustNames, Share),
    /// The resolved model for other tools.
    Record,
}

/// The objects that the catalog must hold for the managed tables, each as JSON on one line.
pub struct Objects(Vec<String>);

/// Who may reach what, as far as a script can try it.
pub struct Isolation<'m> {
    /// What it is tried on.
    pub ground: Ground<'m>,
    /// What is tried.
    pub cells: Vec<Cell>,
}

/// Entities whose files are one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share(Range<usize>);

impl<'m> Derived<'m> {
    /// Works out what more than one part needs.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        let targets = &model.project.targets;
        Self {
            model,
            expect: Expect::new(model),
            prisma: targets.prisma.map(|target| PrismaNames::of(model, target.names)),
            rust: targets.rust.as_ref().map(|_| RustNames::of(model)),
        }
    }

    /// The parts that the project wants, in order; each is worked out when it is its turn.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let attributes = once_with(|| Part::Attributes);
        attributes.chain(self.sql()).chain(self.prisma()).chain(self.rust()).chain(once_with(|| Part::Record))
    }

    fn sql(&self) -> impl Iterator<Item = Part<'_>> {
        let targets = &self.model.project.targets;
        let [always, tests] = [targets.postgres, targets.postgres && targets.tests].map(usize::from);
        let schema = once_with(|| Part::Schema).take(always);
        let comparison = once_with(|| Part::Comparison(Objects(self.expect.table_objects()))).take(always);
        let seed = once_with(|| Part::Seed(Seed::of(Sample::showing(self.model)))).take(always);
        let isolation = once_with(|| Part::Isolation(Isolation::of(self.model))).take(tests);
        schema.chain(comparison).chain(seed).chain(isolation)
    }

    fn prisma(&self) -> impl Iterator<Item = Part<'_>> {
        self.prisma.iter().flat_map(|names| {
            let models = self.shares().map(|share| Part::PrismaModels(names, share));
            once_with(|| Part::PrismaRoot(names)).chain(models)
        })
    }

    fn rust(&self) -> impl Iterator<Item = Part<'_>> {
        self.rust.iter().flat_map(|names| {
            let modules = self.shares().map(|share| Part::RustModules(names, share));
            once_with(|| Part::RustRoot(names)).chain(modules)
        })
    }

    fn shares(&self) -> impl Iterator<Item = Share> {
        let count = self.model.entities.len();
        (0..count).step_by(SHARE).map(move |start| Share(start..count.min(start + SHARE)))
    }

    /// What the catalog must hold, the functions as they are `written`.
    #[must_use]
    pub fn catalog<'o>(&self, objects: &'o Objects, written: &BTreeMap<Signature, Function>) -> Catalog<'o> {
        self.expect.catalog(&objects.0, written)
    }
}

impl<'m> Isolation<'m> {
    fn of(model: &'m Model) -> Self {
        let ground = Ground::new(model);
        let cells = cells(&ground).into_iter().filter(Cell::fits_a_function).collect();
        Self { ground, cells }
    }
}

impl Share {
    /// The entities.
    pub fn entities(&self) -> impl Iterator<Item = EntityId> + use<> {
        self.0.clone().map(EntityId)
    }

    /// Whether an entity is among them.
    #[must_use]
    pub fn has(&self, entity: EntityId) -> bool {
        self.0.contains(&entity.0)
    }
}
