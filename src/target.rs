//! The targets: each turns the model into files, in memory.
//!
//! A target takes the model, and what follows from it, makes a view (quoted fragments, lists and flags) and has a template lay it out. It does not touch the
//! disk, and no target knows another.

pub mod attributes;
pub mod model_json;
pub mod postgres;
pub mod prisma;
pub mod rust;

use std::collections::BTreeMap;
use std::path::Path;

use crate::derived::Derived;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::render::{Renderer, Template};

/// The whole output: text by path below the output folder, with `/` on every system.
pub type Files = BTreeMap<String, String>;

/// One kind of output.
pub struct Target {
    /// Its name, and that of its folder in the output.
    pub name: &'static str,
    /// Its templates.
    pub templates: &'static [Template],
    /// Whether the project wants it.
    pub wanted: fn(&Model) -> bool,
    /// Makes its files.
    pub generate: fn(&Derived<'_>, &Renderer) -> Result<Files, Diagnostic>,
}

/// Every target, in the order in which they run.
pub static ALL: &[&Target] =
    &[&attributes::TARGET, &postgres::TARGET, &prisma::TARGET, &rust::TARGET, &model_json::TARGET];

/// Makes every file that the project wants. Template overrides are read from `overrides`.
///
/// # Errors
/// A template's fault.
pub fn generate(derived: &Derived<'_>, overrides: Option<&Path>) -> Result<Files, Diagnostic> {
    let wanted = || ALL.iter().filter(|target| (target.wanted)(derived.model));
    let renderer = Renderer::new(wanted().flat_map(|target| target.templates), overrides)?;
    let mut files = Files::new();
    for target in wanted() {
        files.extend((target.generate)(derived, &renderer)?);
    }
    Ok(files)
}
