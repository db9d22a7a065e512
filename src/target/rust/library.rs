//! The crate's root: modules, what they share, and what is seen from outside.

use serde::Serialize;

use crate::model::{Model, Scalar};
use crate::naming::rust::{RustNames, plain};
use crate::render::Fragment;

use super::entity::{self, Context, inserts};
use super::layout;
use super::queries;
use super::quote::{doc, rust};

/// What the root says, and the module for what callers give.
#[derive(Serialize)]
pub(super) struct View {
    doc: Fragment,
    /// The enums, seen from outside; absent where there are none.
    enums: Option<Fragment>,
    /// Whether a column holds a span of time.
    pub(super) intervals: bool,
    /// Whether services insert anywhere.
    inserts: bool,
    /// Whether services have changes to give anywhere.
    changes: bool,
    /// Whether services update anywhere: a change needs a row that can be found.
    updates: bool,
    modules: Vec<Fragment>,
    entities: Vec<Fragment>,
}

impl View {
    /// Whether services insert or update anywhere.
    pub(super) fn writes(&self) -> bool {
        self.inserts || self.updates
    }
}

/// What the crate's root says.
pub(super) fn view(model: &Model, names: &RustNames, entities: &[Context<'_>]) -> View {
    let mut scalars = model.entities.iter().flat_map(|entity| &entity.fields).map(|field| field.ty.scalar);
    View {
        doc: rust(doc("//!", 0, &format!("The entities of `{}` as Rust types.", model.project.name))),
        enums: (!model.enums.is_empty()).then(|| enums(names)),
        intervals: scalars.any(|scalar| scalar == Scalar::Interval),
        inserts: entities.iter().any(inserts),
        changes: entities.iter().any(entity::updates),
        updates: entities.iter().any(queries::updates),
        modules: modules(entities),
        entities: reexports(entities),
    }
}

fn enums(names: &RustNames) -> Fragment {
    let names = names.enums().iter().map(|names| names.name.clone());
    rust(layout::reexport("enums", &names.chain(["UnknownValue".to_owned()]).collect::<Vec<_>>()))
}

/// The entities' modules, in rustfmt's order: a keyword counts without its `r#`.
fn modules(entities: &[Context<'_>]) -> Vec<Fragment> {
    let mut modules: Vec<_> = entities.iter().map(|context| context.names.module.as_str()).collect();
    modules.sort_by_key(|module| plain(module));
    modules.into_iter().map(rust).collect()
}

/// The entities' types, seen from outside.
fn reexports(entities: &[Context<'_>]) -> Vec<Fragment> {
    let mut entities: Vec<_> = entities.iter().collect();
    entities.sort_by(|one, other| layout::by_version(module(one), module(other)));
    entities.into_iter().map(|context| rust(layout::reexport(&context.names.module, &types(context)))).collect()
}

fn module<'c>(context: &Context<'c>) -> &'c str {
    plain(&context.names.module)
}

fn types(context: &Context<'_>) -> Vec<String> {
    let names = context.names;
    let id = context.types.id(context.id).map(|_| names.id());
    let new = inserts(context).then(|| names.new_row());
    let changes = entity::updates(context).then(|| names.changes());
    [Some(names.row.clone()), id, new, changes].into_iter().flatten().collect()
}
