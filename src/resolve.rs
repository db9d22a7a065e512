//! From what is written to what is meant: [`Spec`] into [`Model`]; and from a recorded model back to it ([`record`]).
//!
//! The only maker of a model. It gathers every fault it can find in one run and makes a model only where there is
//! none. It does not know YAML, nor what the targets write.
//!
//! The steps, each in its file: `names` gives every entity and enum its id; `project` reads the project's rules;
//! `members` takes in traits; `column` makes the fields, tenant key and relation columns included; `reference`
//! makes foreign keys; `check` makes checks; `access` and `policy` say who reaches which rows; `key` makes unique
//! keys and indexes; `evolution` and `accept` check what is said of earlier schemas; `clash` looks for names that meet.

mod accept;
mod access;
mod check;
mod clash;
mod column;
mod default;
mod draft;
mod enumeration;
mod evolution;
mod expression;
mod field_type;
pub mod hints;
mod key;
mod members;
mod names;
mod policy;
mod project;
pub mod record;
mod reference;

use crate::diagnostic::Diagnostics;
use crate::model::{Enumeration, Model, Name, Scalar};
use crate::source::Sources;
use crate::spec::Spec;

use draft::Draft;
use expression::{Readings, Scope};
use names::Names;
use project::Rules;

/// What every step looks at: the sources for places, the names for ids.
struct Context<'a> {
    sources: &'a Sources,
    names: Names<'a>,
}

/// What the steps over entities look at besides the entities themselves.
struct Scene<'s, 'a> {
    context: &'s Context<'a>,
    rules: &'s Rules,
    enums: &'s [Enumeration],
    readings: Readings,
}

impl Scene<'_, '_> {
    /// What expressions of an entity may name.
    fn scope<'d>(&'d self, draft: &'d Draft<'_>) -> Scope<'d> {
        Scope {
            read: &self.readings,
            sources: self.context.sources,
            entity: draft.name.as_str(),
            fields: &draft.fields,
            by_name: &draft.by_name,
            former: &draft.former,
            functions: &self.rules.project.postgres.functions,
            enums: self.enums,
            schema: &self.rules.project.postgres.schema,
        }
    }
}

/// Makes the model of a schema. `folder` is the schema folder's name, as headers show it.
///
/// Returns `None` where it has reported an error.
#[must_use]
pub fn resolve(spec: &Spec, sources: &Sources, folder: &str, faults: &mut Diagnostics) -> Option<Model> {
    let context = Context { sources, names: Names::collect(spec, faults) };
    let enums = enumeration::resolve(&context, faults);
    let mut rules = project::resolve(&context, spec.project(), folder, faults)?;
    let mut drafts = draft::start(&context, &rules, faults);
    let scene = Scene { context: &context, rules: &rules, enums: &enums, readings: Readings::default() };
    column::resolve(&scene, &mut drafts, faults);
    reference::resolve(&scene, &mut drafts, faults);
    check::resolve(&scene, &mut drafts, faults);
    access::resolve(&scene, &mut drafts, faults);
    key::resolve(&scene, &mut drafts, faults);
    evolution::of_entities(&mut drafts, faults);
    if faults.has_errors() {
        return None;
    }
    let extensions = extensions(&drafts);
    rules.project.postgres.add_extensions(extensions);
    let mut entities: Vec<_> = drafts.into_iter().map(Draft::finish).collect();
    policy::resolve(&mut entities, rules.project.tenancy.members);
    let model = Model { project: rules.project, enums, entities };
    clash::report(&model, faults);
    (!faults.has_errors()).then_some(model)
}

/// The extensions that types and operator classes come from.
fn extensions(drafts: &[Draft<'_>]) -> Vec<Name> {
    let types = drafts.iter().flat_map(|draft| &draft.fields).filter_map(|field| match field.ty.scalar {
        Scalar::Citext => Some("citext"),
        Scalar::Vector(_) => Some("vector"),
        _ => None,
    });
    let keys = drafts.iter().flat_map(|draft| &draft.indexes).flat_map(|index| &index.keys);
    let classes = keys.filter_map(|key| key.opclass.as_ref()).filter_map(|class| match class.as_str() {
        "gin_trgm_ops" | "gist_trgm_ops" => Some("pg_trgm"),
        class if class.starts_with("vector_") => Some("vector"),
        _ => None,
    });
    types.chain(classes).map(|name| Name::new(name).expect("an extension's name")).collect()
}
