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
pub mod trees;
pub mod yaml;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::source::{SourceId, Sources, Spanned};

pub use accept::AcceptSpec;
pub use entity::{AccessSpec, CheckSpec, EntitySpec, FieldSpec, Members, RelationSpec, TenancySpec, VerbSpec};
pub use entity::{DefaultSpec, EnumSpec, EnumValueSpec, TenantRelationSpec, TraitSpec};
pub use index::KeysSpec;
pub use project::{ContextSpec, NamedSpec, ProjectSpec, RoleSpec};

use reader::Fields;
use trees::Trees;
use yaml::Node;

/// A text from the schema and where it stands.
pub type Text = Spanned<String>;

/// A whole schema as written.
#[derive(Debug, Default)]
pub struct Spec {
    /// The project file; absent where it could not be read.
    pub project: Option<ProjectSpec>,
    /// Every enum, in the order of files and places in them.
    pub enums: Vec<EnumSpec>,
    /// Every trait.
    pub traits: Vec<TraitSpec>,
    /// Every entity.
    pub entities: Vec<EntitySpec>,
    /// Whether a file could not be read, so that names may be missing which it defines.
    pub is_partial: bool,
}

/// Reads the sources into a schema, some of whose files may be parsed already. The one called `crmgen.yaml` is the project
/// file.
#[must_use]
pub fn read(sources: &Sources, ids: &[SourceId], trees: &Trees<'_>, faults: &mut Diagnostics) -> Spec {
    let mut spec = Spec { is_partial: faults.has_errors(), ..Spec::default() };
    for &id in ids {
        let file = sources.file(id);
        match trees.parse(id, file.text()) {
            Ok(node) if folder::is_project(file.path()) => spec.project = project::read(node, faults),
            Ok(node) => read_file(&mut spec, node, faults),
            Err(fault) => {
                spec.is_partial = true;
                faults.push(fault);
            }
        }
    }
    spec
}

fn read_file(spec: &mut Spec, node: Node, faults: &mut Diagnostics) {
    if node.is_null() {
        return;
    }
    let Some(mut fields) = Fields::of(node, "a schema file", faults) else { return };
    spec.enums.extend(members(fields.take("enums"), entity::read_enum, faults));
    spec.traits.extend(members(fields.take("traits"), entity::read_trait, faults));
    spec.entities.extend(members(fields.take("entities"), entity::read_entity, faults));
    fields.finish(faults);
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
