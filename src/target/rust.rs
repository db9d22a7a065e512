//! The Rust target: a crate with a struct per entity, enums, ids and a transaction that acts for one tenant.
//!
//! Services get what the app role may do and nothing more: a struct for inserting holds the columns it may insert, and
//! there is no function for a verb it does not have. What comes out is formatted as rustfmt would format it. The target
//! knows Rust's names and types; it does not know how the tables are made.

mod entity;
mod enums;
mod layout;
mod library;
mod manifest;
mod queries;
mod quote;
mod tenant;
mod types;

use rayon::prelude::*;
use serde::Serialize;

use super::{Files, Target};
use crate::derived::Share;
use crate::diagnostic::Diagnostic;
use crate::model::{EntityId, Model};
use crate::naming::rust::{RustNames, plain};
use crate::render::{Language, Renderer, Template, template};

pub(crate) use entity::{Context, inserts, is_needed, updates};
pub(crate) use queries::{Function, functions};
pub(crate) use types::Types;

/// The target.
pub static TARGET: Target =
    Target { name: "rust", templates: &TEMPLATES, wanted: |model| model.project.targets.rust.is_some() };

static TEMPLATES: [Template; 9] = [
    template!("rust/Cargo.toml", Toml),
    template!("rust/rustfmt.toml", Toml),
    template!("rust/src/lib.rs", Rust),
    template!("rust/src/enums.rs", Rust),
    template!("rust/src/given.rs", Rust),
    template!("rust/src/interval.rs", Rust),
    template!("rust/src/tenant.rs", Rust),
    template!("rust/src/entity.rs", Rust),
    template!("rust/src/entity/queries.rs", Rust),
];

/// The manifest, and what the entities' modules share.
pub(super) fn root_files(model: &Model, names: &RustNames, renderer: &Renderer) -> Result<Files, Diagnostic> {
    let Some(target) = &model.project.targets.rust else { return Ok(Files::new()) };
    let types = Types::new(model, names, target.ids);
    let entities: Vec<_> = model.entities().map(|(id, _)| Context::new(model, id, names, &types)).collect();
    let library = library::view(model, names, &entities);
    let mut output = Output { from: format!("{}/", model.project.folder), renderer, files: Files::new() };
    output.add("Cargo.toml", Language::Toml, &manifest::view(model, target))?;
    output.add("rustfmt.toml", Language::Toml, &())?;
    output.add("src/lib.rs", Language::Rust, &library)?;
    output.add("src/tenant.rs", Language::Rust, &tenant::view(model, target, &types))?;
    output.add_if(!model.enums.is_empty(), "src/enums.rs", &enums::view(model, names))?;
    output.add_if(library.writes(), "src/given.rs", &library)?;
    output.add_if(library.intervals, "src/interval.rs", &())?;
    Ok(output.files)
}

/// A file for each of some entities; they do not depend on each other, so cores share them.
pub(super) fn module_files(
    model: &Model,
    names: &RustNames,
    share: &Share,
    renderer: &Renderer,
) -> Result<Files, Diagnostic> {
    let Some(target) = &model.project.targets.rust else { return Ok(Files::new()) };
    let types = Types::new(model, names, target.ids);
    let file = |id: EntityId| {
        let context = Context::new(model, id, names, &types);
        let body = renderer.render("rust/src/entity.rs", &entity::view(&context))?;
        let header = Language::Rust.header(&context.entity.file);
        Ok((format!("rust/src/{}.rs", plain(&context.names.module)), format!("{header}\n{body}")))
    };
    let entities: Vec<_> = share.entities().collect();
    entities.into_par_iter().map(file).collect()
}

/// The files made so far.
struct Output<'r> {
    from: String,
    renderer: &'r Renderer,
    files: Files,
}

impl Output<'_> {
    /// Adds a file that is not one entity's; its template has its path.
    fn add(&mut self, path: &str, language: Language, view: &impl Serialize) -> Result<(), Diagnostic> {
        let path = format!("rust/{path}");
        let body = self.renderer.render(&path, view)?;
        self.files.insert(path, format!("{}\n{body}", language.header(&self.from)));
        Ok(())
    }

    /// Adds a Rust file that some models have no use for.
    fn add_if(&mut self, used: bool, path: &str, view: &impl Serialize) -> Result<(), Diagnostic> {
        if used { self.add(path, Language::Rust, view) } else { Ok(()) }
    }
}
