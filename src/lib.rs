//! crmgen compiles one YAML model of a multi-tenant CRM into PostgreSQL DDL, row security policies, a Prisma schema
//! and Rust structs.

pub mod acceptance;
pub mod change;
pub mod check;
mod claim;
pub mod cli;
pub mod client;
pub mod derived;
pub mod diagnostic;
pub mod expect;
pub mod hazard;
pub mod isolation;
pub mod lint;
pub mod markup;
pub mod migrate;
pub mod model;
pub mod mutation;
pub mod naming;
pub mod plan;
pub mod render;
pub mod report;
pub mod resolve;
pub mod sample;
pub mod server;
pub mod side;
pub mod source;
pub mod spec;
pub mod spelling;
pub mod sql;
pub mod target;
pub mod verify;
pub mod write;

use std::path::Path;

use check::Checker;
use derived::Derived;
use diagnostic::{Diagnostic, Diagnostics};
use model::Model;
use resolve::hints::Said;
use source::{SourceId, Sources};
use target::{Files, Maker, Take};

/// A schema, loaded: its files for showing places, and the model or what keeps it from being one.
#[derive(Debug)]
pub struct Loaded {
    /// The files that were read.
    pub sources: Sources,
    /// The model; or every fault found, in order of place, at least one of them an error.
    pub model: Result<Model, Vec<Diagnostic>>,
}

/// Loads the schema in a folder.
#[must_use]
pub fn load(folder: &Path) -> Loaded {
    let mut faults = Diagnostics::default();
    let (sources, whole) = spec::folder::read(folder, &mut faults);
    finish(sources, &whole, &spec::folder::shown_name(folder), faults)
}

/// Loads the schema of a folder that is in memory: the folder's name, and its files by their paths in it.
#[must_use]
pub fn load_files(folder: &str, files: Vec<spec::folder::InMemory>) -> Loaded {
    let mut faults = Diagnostics::default();
    let (sources, whole) = spec::folder::take(folder, files, &mut faults);
    finish(sources, &whole, folder, faults)
}

/// Loads a schema from memory; the sources are named as in a folder, `schema/crmgen.yaml` the project file.
#[must_use]
pub fn load_sources(sources: Sources) -> Loaded {
    let whole: Vec<_> = sources.iter().map(|(id, _)| id).collect();
    finish(sources, &whole, "schema", Diagnostics::default())
}

/// Loads a file of hints from memory, and adds it to the texts that places lie in.
///
/// # Errors
/// Every fault found, in order of place.
pub fn load_hints(sources: &mut Sources, name: &str, text: &str) -> Result<Said, Vec<Diagnostic>> {
    let mut faults = Diagnostics::default();
    let id = sources.add(name, text);
    let said = resolve::hints::of_file(&spec::hints::read(id, text, &mut faults), sources, &mut faults);
    if faults.has_errors() { Err(faults.into_sorted()) } else { Ok(said) }
}

/// Makes every file of the output, and proves that it says what the model means. All of it is in memory at the end.
///
/// # Errors
/// A fault of a template, or every difference between the output and the model.
pub fn generate(model: &Model, root: &Path) -> Result<Files, Vec<Diagnostic>> {
    let mut all = Files::new();
    generate_parts(model, root, &mut |files| {
        all.extend(files);
        Ok(())
    })?;
    Ok(all)
}

/// Makes the output part by part, and proves of each that it says what the model means before `take` gets its files.
/// Once a part does not, the later ones are only looked at. Template overrides are read from where the schema says, below
/// `root`.
///
/// # Errors
/// A fault of a template, every difference between the output and the model, or what `take` fails with.
pub fn generate_parts(model: &Model, root: &Path, take: Take<'_>) -> Result<(), Vec<Diagnostic>> {
    let overrides = model.project.targets.templates.as_ref().map(|folder| root.join(folder));
    let derived = Derived::of(model);
    let maker = Maker::new(&derived, overrides.as_deref()).map_err(|fault| vec![fault])?;
    let mut checker = Checker::new(&derived);
    for part in derived.parts() {
        let files = maker.make(&part).map_err(|fault| vec![fault])?;
        if checker.check(&part, &files) {
            take(files)?;
        }
    }
    let faults = checker.finish();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn finish(sources: Sources, whole: &[SourceId], folder: &str, mut faults: Diagnostics) -> Loaded {
    let spec = spec::read(&sources, whole, &mut faults);
    if spec.is_partial {
        // Names that a broken file defines would all be reported as missing.
        return Loaded { sources, model: Err(faults.into_sorted()) };
    }
    let model = resolve::resolve(&spec, &sources, folder, &mut faults);
    let model = model.filter(|_| !faults.has_errors()).ok_or_else(|| faults.into_sorted());
    Loaded { sources, model }
}
