//! The Prisma target: a model per entity, the enums, and a client extension that sets the tenant.
//!
//! Models and enums only: the datasource and the generator are the application's own. The files come out as Prisma's
//! own formatter would leave them. The DDL stays what the database is made from; this schema describes it so that
//! Prisma finds no difference. The target does not know row security, checks, triggers or grants: nor does Prisma.

mod column;
mod default;
mod entity;
mod enums;
mod key;
mod layout;
mod operators;
mod quote;
mod relation;
mod tenant;
mod typescript;

use rayon::prelude::*;

use super::{Files, Target};
use crate::derived::Share;
use crate::diagnostic::Diagnostic;
use crate::model::{Entity, EntityId, Model};
use crate::naming::prisma::PrismaNames;
use crate::render::{Language, Renderer, Template, template};
pub(crate) use column::client_type;
pub(crate) use key::client_key;
use quote::string;
pub(crate) use relation::Link;
use relation::Links;

/// The target.
pub static TARGET: Target =
    Target { name: "prisma", templates: &TEMPLATES, wanted: |model| model.project.targets.prisma.is_some() };

static TEMPLATES: [Template; 3] = [
    template!("prisma/model.prisma", Prisma),
    template!("prisma/enums.prisma", Prisma),
    template!("prisma/tenant.ts", TypeScript),
];

/// The database schema that Prisma takes where none is named.
const DEFAULT_SCHEMA: &str = "public";

/// A model and what everything in it is called.
pub(crate) struct Schema<'a> {
    /// The model.
    pub(crate) model: &'a Model,
    /// The names.
    pub(crate) names: &'a PrismaNames,
    /// Whether Prisma can tell each entity's rows apart.
    ids: Vec<bool>,
}

/// The enums, and the client extension.
pub(super) fn root_files(model: &Model, names: &PrismaNames, renderer: &Renderer) -> Result<Files, Diagnostic> {
    let mut files = Files::new();
    if let Some(view) = enums::view(&Schema::new(model, names)) {
        let header = Language::Prisma.header(&whole(model));
        files.insert("prisma/enums.prisma".into(), header + &renderer.render("prisma/enums.prisma", &view)?);
    }
    let header = Language::TypeScript.header(&whole(model));
    files.insert("prisma/tenant.ts".into(), header + &renderer.render("prisma/tenant.ts", &tenant::view(model))?);
    Ok(files)
}

/// A file for each of some entities; they do not depend on each other, so cores share them.
pub(super) fn model_files(
    model: &Model,
    names: &PrismaNames,
    share: &Share,
    renderer: &Renderer,
) -> Result<Files, Diagnostic> {
    let schema = Schema::new(model, names);
    let links = Links::of(&schema);
    let file = |id: EntityId| {
        let view = entity::view(&schema, &links, id);
        let text = Language::Prisma.header(&model.entity(id).file) + &renderer.render("prisma/model.prisma", &view)?;
        Ok((format!("prisma/{}.prisma", names.model(id).file), text))
    };
    let entities: Vec<_> = share.entities().collect();
    entities.into_par_iter().map(file).collect()
}

/// What a file is made from that no single file of the schema makes.
fn whole(model: &Model) -> String {
    format!("{}/", model.project.folder)
}

impl<'a> Schema<'a> {
    /// For a model and its names.
    pub(crate) fn new(model: &'a Model, names: &'a PrismaNames) -> Self {
        let ids = model.entities.iter().map(|entity| has_id(model, entity)).collect();
        Self { model, names, ids }
    }

    /// Whether Prisma can tell an entity's rows apart.
    pub(crate) fn has_id(&self, of: EntityId) -> bool {
        self.ids[of.0]
    }

    /// The attribute that names the database schema, where it is not the one that Prisma takes by itself.
    fn database_schema(&self) -> Option<String> {
        let schema = &self.model.project.postgres.schema;
        (*schema != *DEFAULT_SCHEMA).then(|| format!("@@schema({})", string(schema.as_str())))
    }
}

/// Whether Prisma can tell an entity's rows apart: not by lists, nor by what its client cannot read.
fn has_id(model: &Model, entity: &Entity) -> bool {
    let mut types = entity.primary_key.fields.iter().map(|&id| entity.field(id).ty);
    types.all(|ty| !ty.array && column::is_readable(model, ty.scalar))
}
