//! The schema as written: every key of the YAML, absences included, each leaf with its place.
//!
//! This layer alone knows YAML. It knows which keys exist and what shape their values have; it does not know whether
//! a type, an entity or a field of that name exists. [`crate::resolve`] finds that out.

pub mod accept;
pub mod entity;
pub mod folder;
pub mod hints;
pub mod index;
pub mod project;
pub mod reader;
pub mod yaml;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::source::{SourceFile, SourceId, Spanned};

pub use accept::AcceptSpec;
pub use entity::{AccessSpec, CheckSpec, EntitySpec, FieldSpec, Members, RelationSpec, TenancySpec, VerbSpec};
pub use entity::{DefaultSpec, EnumSpec, EnumValueSpec, TenantRelationSpec, TraitSpec};
pub use index::KeysSpec;
pub use project::{ContextSpec, NamedSpec, ProjectSpec, RoleSpec};

use folder::Numbered;
use reader::Fields;
use yaml::Node;

/// A text from the schema and where it stands.
pub type Text = Spanned<String>;

/// A whole schema as written.
#[derive(Debug, Default)]
pub struct Spec {
    /// What each file says, in their order.
    pub files: Vec<Arc<FileSpec>>,
    /// Whether a file could not be read, so that names may be missing which it defines.
    pub is_partial: bool,
}

/// What one file says, in the order of places in it.
#[derive(Debug, Default)]
pub struct FileSpec {
    /// The project; only in the project file, and absent where that could not be read.
    pub project: Option<ProjectSpec>,
    /// Its enums.
    pub enums: Vec<EnumSpec>,
    /// Its traits.
    pub traits: Vec<TraitSpec>,
    /// Its entities.
    pub entities: Vec<EntitySpec>,
}

impl Spec {
    /// The project file; absent where it could not be read.
    #[must_use]
    pub fn project(&self) -> Option<&ProjectSpec> {
        self.files.iter().find_map(|file| file.project.as_ref())
    }

    /// Every enum, in the order of files and places in them.
    pub fn enums(&self) -> impl Iterator<Item = &EnumSpec> {
        self.files.iter().flat_map(|file| &file.enums)
    }

    /// Every trait.
    pub fn traits(&self) -> impl Iterator<Item = &TraitSpec> {
        self.files.iter().flat_map(|file| &file.traits)
    }

    /// Every entity.
    pub fn entities(&self) -> impl Iterator<Item = &EntitySpec> {
        self.files.iter().flat_map(|file| &file.entities)
    }
}

/// A file as it was read: what it says, if it could be read at all, and the faults in it.
#[derive(Debug, Clone)]
struct Reading(Option<Arc<FileSpec>>, Vec<Diagnostic>);

/// The files that two schemas have in common, read once.
#[derive(Debug, Default)]
pub struct Shared(HashMap<SourceId, Reading>);

impl Shared {
    /// Reads the files that have one id in both.
    #[must_use]
    pub fn of_both([old, new]: [&Numbered; 2]) -> Self {
        let old: HashSet<_> = old.whole.iter().collect();
        let common: Vec<_> = new.whole.iter().copied().filter(|id| old.contains(id)).collect();
        Self(common.into_par_iter().map(|id| (id, read_file(id, new.sources.file(id)))).collect())
    }
}

/// Reads the sources into a schema, some of whose files may have been read already. The one called `crmgen.yaml` is the
/// project file.
#[must_use]
pub fn read(files: &Numbered, shared: &Shared) -> (Spec, Diagnostics) {
    let mut faults = files.faults.clone();
    let mut spec = Spec { files: Vec::new(), is_partial: faults.has_errors() };
    let reading = |&id: &SourceId| shared.0.get(&id).cloned().unwrap_or_else(|| read_file(id, files.sources.file(id)));
    for Reading(file, found) in files.whole.par_iter().map(reading).collect::<Vec<_>>() {
        spec.is_partial |= file.is_none();
        spec.files.extend(file);
        faults.extend(found);
    }
    (spec, faults)
}

fn read_file(id: SourceId, file: &SourceFile) -> Reading {
    let mut faults = Diagnostics::default();
    let spec = match yaml::parse(id, file.text()) {
        Ok(node) if folder::is_project(file.path()) => {
            Some(FileSpec { project: project::read(node, &mut faults), ..FileSpec::default() })
        }
        Ok(node) => Some(definitions(node, &mut faults)),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    Reading(spec.map(Arc::new), faults.into_sorted())
}

fn definitions(node: Node, faults: &mut Diagnostics) -> FileSpec {
    if node.is_null() {
        return FileSpec::default();
    }
    let Some(mut fields) = Fields::of(node, "a schema file", faults) else { return FileSpec::default() };
    let enums = members(fields.take("enums"), entity::read_enum, faults);
    let traits = members(fields.take("traits"), entity::read_trait, faults);
    let entities = members(fields.take("entities"), entity::read_entity, faults);
    fields.finish(faults);
    FileSpec { project: None, enums, traits, entities }
}

/// Reads a map of named definitions.
fn members<T>(node: Option<Node>, read: fn(Text, Node, &mut Diagnostics) -> T, faults: &mut Diagnostics) -> Vec<T> {
    let Some(node) = node else { return Vec::new() };
    let entries = reader::map(node, "definitions by name", faults).unwrap_or_default();
    reader::report_duplicate_keys(&entries, faults);
    entries.into_iter().map(|(name, node)| read(name, node, faults)).collect()
}

/// A fault: a key's value is none of the allowed ones.
pub(crate) fn unknown_value(what: &str, value: &Text, allowed: &[&str]) -> Diagnostic {
    Diagnostic::error(&codes::UNKNOWN_VALUE, format!("{what} cannot be `{}`", value.value))
        .at(value.span, "not one of its values")
        .did_you_mean(&value.value, allowed.iter().copied())
        .help(format!("write {}", one_of(allowed)))
}

/// `a`, `b` or `c`.
pub(crate) fn one_of(words: &[&str]) -> String {
    match words {
        [] => "nothing".to_owned(),
        [only] => format!("`{only}`"),
        [all @ .., last] => {
            format!("{} or `{last}`", all.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::folder::Folder;
    use super::*;

    const PROJECT: (&str, &str) = ("crmgen.yaml", "crmgen: 1\nname: a\n");

    fn both(old: &[(&str, &str)], new: &[(&str, &str)]) -> [Numbered; 2] {
        Folder::numbered_together([old, new].map(|files| {
            let files = [PROJECT].iter().chain(files).map(|&(path, text)| (path.to_owned(), text.into()));
            Folder::in_memory("schema", files.collect())
        }))
    }

    #[test]
    fn a_file_of_both_is_as_if_it_were_read_alone() {
        let leads = ("leads.yaml", "entities:\n  leads:\n    fields:\n      name: { type: text, doc: Name. }\n");
        let [old, new] = both(&[leads, ("deals.yaml", "enums: {}")], &[("a.yaml", "traits: {}"), leads]);
        let shared = Shared::of_both([&old, &new]);
        assert_eq!(shared.0.len(), 2);
        for files in [&old, &new] {
            let [(together, _), (alone, _)] = [&shared, &Shared::default()].map(|shared| read(files, shared));
            assert_eq!(format!("{together:?}"), format!("{alone:?}"));
        }
    }

    #[test]
    fn a_fault_is_found_on_each_side_that_has_it() {
        let (shape, syntax) = (("leads.yaml", "entity: {}\n"), ("other.yaml", "a: [\n"));
        let sides = both(&[shape, syntax], &[syntax, shape]);
        let shared = Shared::of_both(sides.each_ref());
        for files in &sides {
            let (spec, faults) = read(files, &shared);
            let places: Vec<_> =
                faults.into_sorted().iter().map(|fault| files.sources.place(fault.span().unwrap())).collect();
            assert_eq!(places, ["schema/leads.yaml:1:1", "schema/other.yaml:1:4"]);
            assert!(spec.is_partial);
        }
    }
}
