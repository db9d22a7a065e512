//! `model.json`: the resolved model for other tools.
//!
//! Everything derived is in it, and things are named, not numbered. Keys come in a fixed order; one that has nothing to
//! say (no `doc`, no `was`, a flag that is false) is left out. SQL is PostgreSQL's own text, quoted where it must be.
//! `schema_version` changes when a key is renamed, removed or given another meaning, not when one is added.
//!
//! ```text
//! //               the sentence that says who made the file
//! schema_version   1
//! project          name · folder · postgres: versions { oldest, newest }, schema, extensions · tenancy: tenant, column, members,
//!                  users, context { kind, … } · roles: by key { name, external } · targets
//! enums[]          name · doc · storage: type | text · values[]: name, doc, was, names · was · file · names
//! entities[]       name · singular · doc · external · tenancy { kind, … } · was · file · names
//!   fields[]       name · doc · type · enum · array · nullable · supply { kind, … } · touched · set_once · origin { kind, … }
//!                  · was · names
//!   primary_key    name · fields
//!   relations[]    name · doc · to · fields · optional · one_to_one · on_delete · inverse · prisma · keys[]: name, fields,
//!                  to, to_fields, on_delete, set_null · was · names
//!   uniques[]      name · keys[] · where · nulls_not_distinct · constraint · origin · was
//!   indexes[]      name · doc · method · keys[] · where · origin · was
//!     keys[]       field or expression · direction · nulls · opclass
//!   checks[]       name · expression · origin
//!   access[]       role · verbs[]: verb, where · insertable · updatable
//!   policies[]     name · kind · to · command · using · check
//!   triggers[]     name · kind · field
//! ```
//!
//! `names` holds what the thing is called in each target that the project has: `prisma`, `rust`.

mod entity;
mod enumeration;
mod index;
mod layout;
mod names;
mod project;
mod relation;
mod rules;

use rayon::prelude::*;
use serde::Serialize;

use super::{Files, Target};
use crate::derived::Derived;
use crate::model::{EntityId, EnumId, Model};
use crate::render::generated_by;

use names::{Given, Names};

/// The target.
pub static TARGET: Target = Target { name: "model_json", templates: &[], wanted: |_| true };

/// Where the file lies in the output.
/// The file's path below the output folder.
pub const PATH: &str = "model.json";

/// The version of the file's shape.
pub const SCHEMA_VERSION: u32 = 1;

/// What stands before the lists of the file.
#[derive(Serialize)]
struct Head<'m> {
    #[serde(rename = "//")]
    mark: String,
    schema_version: u32,
    project: project::View<'m>,
}

/// One entity.
#[derive(Serialize)]
struct One<'m> {
    schema_version: u32,
    #[serde(flatten)]
    entity: entity::View<'m>,
}

/// The model as JSON, the mark in the first line.
#[must_use]
pub fn whole(model: &Model) -> String {
    written(model, &Given::of(model).names())
}

/// The file.
pub(super) fn files(derived: &Derived<'_>) -> Files {
    let names = Names { prisma: derived.prisma.as_ref(), rust: derived.rust.as_ref() };
    Files::from([(PATH.to_owned(), written(derived.model, &names))])
}

fn written(model: &Model, names: &Names<'_>) -> String {
    let mark = generated_by(&format!("{}/", model.project.folder));
    let head = pretty(&Head { mark, schema_version: SCHEMA_VERSION, project: project::view(model) });
    // The mark belongs in the first line, where every generated file has it; the lists go before the last bracket.
    let mut out = head.replacen("{\n  ", "{ ", 1);
    out.truncate(out.len() - "\n}\n".len());
    list("enums", model.enums.len(), |at| enumeration::view(model, EnumId(at), names), &mut out);
    list("entities", model.entities.len(), |at| entity::view(model, EntityId(at), names), &mut out);
    out + "\n}\n"
}

/// One entity as JSON: as it stands in the whole, with the version of its shape in front.
#[must_use]
pub fn one(model: &Model, entity: EntityId) -> String {
    let given = Given::of(model);
    pretty(&One { schema_version: SCHEMA_VERSION, entity: entity::view(model, entity, &given.names()) })
}

/// How many elements of a list are laid out at a time: enough for all cores, so few that they take little memory.
const AT_A_TIME: usize = 256;

/// Writes a list of the file, each element from a view of its own, so that not all of them are in memory at once.
fn list<V: Serialize>(key: &str, count: usize, view: impl Fn(usize) -> V + Sync, out: &mut String) {
    *out += &format!(",\n  \"{key}\": [");
    for start in (0..count).step_by(AT_A_TIME) {
        let elements = (start..count.min(start + AT_A_TIME)).into_par_iter();
        let elements: Vec<_> = elements.map(|at| layout::element(&compact(&view(at)))).collect();
        *out += if start > 0 { "," } else { "" };
        *out += &elements.join(",");
    }
    *out += if count == 0 { "]" } else { "\n  ]" };
}

fn pretty(view: &impl Serialize) -> String {
    layout::laid_out(&compact(view))
}

fn compact(view: &impl Serialize) -> String {
    serde_json::to_string(view).expect("views hold texts, numbers and lists")
}
