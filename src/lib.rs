//! crmgen compiles one YAML model of a multi-tenant CRM into PostgreSQL DDL, row security policies, a Prisma schema
//! and Rust structs.

pub mod acceptance;
mod agreement;
pub mod change;
pub mod check;
mod claim;
pub mod cli;
pub mod client;
pub mod derived;
pub mod diagnostic;
mod digest;
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
mod wrap;
pub mod write;

use std::path::Path;

use check::Checker;
use derived::{Derived, Part};
use diagnostic::{Diagnostic, Diagnostics};
use model::Model;
use resolve::hints::Said;
use source::Sources;
use spec::Shared;
use spec::folder::{Folder, InMemory, Numbered};
use target::{Files, Maker, Take};

/// A schema, loaded: its files for showing places, and the model or what keeps it from being one.
#[derive(Debug)]
pub struct Loaded {
    /// The files that were read.
    pub sources: Sources,
    /// The model; or every fault found, in order of place, at least one of them an error.
    pub model: Result<Model, Vec<Diagnostic>>,
}

/// The files of a schema, gathered and not understood yet.
#[derive(Debug)]
pub struct Gathered(Folder);

impl Gathered {
    /// The files of a folder.
    #[must_use]
    pub fn on_disk(folder: &Path) -> Self {
        Self(Folder::on_disk(folder))
    }

    /// The files of a folder that is in memory: the folder's name, and its files by their paths in it.
    #[must_use]
    pub fn in_memory(folder: &str, files: Vec<InMemory>) -> Self {
        Self(Folder::in_memory(folder, files))
    }

    /// Loads the schema.
    #[must_use]
    pub fn load(self) -> Loaded {
        let folder = self.0.name.clone();
        let files = self.0.numbered();
        let model = model(&folder, &files, &Shared::default());
        Loaded { sources: files.sources, model }
    }
}

/// Loads the schema in a folder.
#[must_use]
pub fn load(folder: &Path) -> Loaded {
    Gathered::on_disk(folder).load()
}

/// Loads two schemas side by side. A file that both have is read once.
#[must_use]
pub fn load_both(sides: [Gathered; 2]) -> [Loaded; 2] {
    let folders = sides.map(|Gathered(folder)| folder);
    let [old, new] = folders.each_ref().map(|folder| folder.name.clone());
    let [was, is] = Folder::numbered_together(folders);
    let shared = Shared::of_both([&was, &is]);
    let models = rayon::join(|| model(&old, &was, &shared), || model(&new, &is, &shared));
    [Loaded { sources: was.sources, model: models.0 }, Loaded { sources: is.sources, model: models.1 }]
}

/// Loads a schema from memory; the sources are named as in a folder, `schema/crmgen.yaml` the project file.
#[must_use]
pub fn load_sources(sources: Sources) -> Loaded {
    let whole = sources.iter().map(|(id, _)| id).collect();
    let files = Numbered { sources, whole, faults: Diagnostics::default() };
    let model = model("schema", &files, &Shared::default());
    Loaded { sources: files.sources, model }
}

fn model(folder: &str, files: &Numbered, shared: &Shared) -> Result<Model, Vec<Diagnostic>> {
    let (spec, mut faults) = spec::read(files, shared);
    if spec.is_partial {
        // Names that a broken file defines would all be reported as missing.
        return Err(faults.into_sorted());
    }
    let model = resolve::resolve(&spec, &files.sources, folder, &mut faults);
    model.filter(|_| !faults.has_errors()).ok_or_else(|| faults.into_sorted())
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
    let derived = Derived::of(model);
    let mut checker = Checker::new(&derived);
    each_part(&derived, root, |part, files| if checker.check(part, &files) { take(files) } else { Ok(()) })?;
    let faults = checker.finish();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Makes the output part by part as [`generate_parts`] does, and proves nothing of it: for what only compares bytes, and
/// hands no file on.
///
/// # Errors
/// A fault of a template, or what `take` fails with.
pub fn draft_parts(model: &Model, root: &Path, take: Take<'_>) -> Result<(), Vec<Diagnostic>> {
    each_part(&Derived::of(model), root, |_, files| take(files))
}

/// Makes part after part; each goes before the next is made, unless `with` keeps it.
fn each_part(
    derived: &Derived<'_>,
    root: &Path,
    mut with: impl FnMut(&Part<'_>, Files) -> Result<(), Vec<Diagnostic>>,
) -> Result<(), Vec<Diagnostic>> {
    let overrides = derived.model.project.targets.templates.as_ref().map(|folder| root.join(folder));
    let maker = Maker::new(derived, overrides.as_deref()).map_err(|fault| vec![fault])?;
    derived.parts().try_for_each(|part| with(&part, maker.make(&part).map_err(|fault| vec![fault])?))
}
