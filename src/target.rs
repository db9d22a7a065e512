//! The targets: each turns parts of what follows from the model into files, in memory.
//!
//! A target takes a part, makes a view of it (quoted fragments, lists and flags) and has a template lay it out. It does
//! not touch the disk, and no target knows another.

pub mod attributes;
pub mod model_json;
pub mod postgres;
pub mod prisma;
pub mod rust;

use std::collections::BTreeMap;
use std::path::Path;

use crate::derived::{Derived, Part};
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::render::{Renderer, Template};

/// Files of the output, some or all: text by path below the output folder, with `/` on every system.
pub type Files = BTreeMap<String, String>;

/// What takes the output, part by part.
pub type Take<'t> = &'t mut dyn FnMut(Files) -> Result<(), Vec<Diagnostic>>;

/// One kind of output.
pub struct Target {
    /// Its name, and that of its folder in the output.
    pub name: &'static str,
    /// Its templates.
    pub templates: &'static [Template],
    /// Whether the project wants it.
    pub wanted: fn(&Model) -> bool,
}

/// Every target, in the order in which they run.
pub static ALL: &[&Target] =
    &[&attributes::TARGET, &postgres::TARGET, &prisma::TARGET, &rust::TARGET, &model_json::TARGET];

/// Makes parts of the output.
pub struct Maker<'d> {
    derived: &'d Derived<'d>,
    renderer: Renderer,
}

impl<'d> Maker<'d> {
    /// Compiles the templates that the project needs; those below `overrides` stand in for built-in ones.
    ///
    /// # Errors
    /// A template's fault.
    pub fn new(derived: &'d Derived<'d>, overrides: Option<&Path>) -> Result<Self, Diagnostic> {
        let wanted = ALL.iter().filter(|target| (target.wanted)(derived.model));
        let renderer = Renderer::new(wanted.flat_map(|target| target.templates), overrides)?;
        Ok(Self { derived, renderer })
    }

    /// Makes the files of a part.
    ///
    /// # Errors
    /// A template's fault.
    pub fn make(&self, part: &Part<'_>) -> Result<Files, Diagnostic> {
        let (derived, renderer) = (self.derived, &self.renderer);
        let model = derived.model;
        match part {
            Part::Attributes => Ok(attributes::files(model)),
            Part::Schema => postgres::schema_files(model, renderer),
            Part::Comparison(objects) => postgres::comparison_files(derived, objects, renderer),
            Part::Seed(seed) => postgres::seed_files(seed, renderer),
            Part::Isolation(isolation) => postgres::isolation_files(isolation, renderer),
            Part::PrismaRoot(names) => prisma::root_files(model, names, renderer),
            Part::PrismaModels(names, share) => prisma::model_files(model, names, share, renderer),
            Part::RustRoot(names) => rust::root_files(model, names, renderer),
            Part::RustModules(names, share) => rust::module_files(model, names, share, renderer),
            Part::Record => Ok(model_json::files(derived)),
        }
    }
}

/// Makes every file that the project wants, all in memory. Template overrides are read from `overrides`.
///
/// # Errors
/// A template's fault.
pub fn generate(derived: &Derived<'_>, overrides: Option<&Path>) -> Result<Files, Diagnostic> {
    let maker = Maker::new(derived, overrides)?;
    let mut files = Files::new();
    for part in derived.parts() {
        files.extend(maker.make(&part)?);
    }
    Ok(files)
}
