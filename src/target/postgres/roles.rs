//! `roles.sql`: what must stand before the schema: roles, and what they may do with the database.

use serde::Serialize;

use super::{PUBLIC, is_supabase, role, services, standing_schemas};
use crate::diagnostic::Diagnostic;
use crate::model::project::SUPABASE_EXTENSIONS;
use crate::model::{Model, Name, Role};
use crate::render::{Fragment, Renderer};
use crate::sql::role::attributes;
use crate::sql::{ident, literal, quote, sql};

/// Lays the file out.
pub fn render(model: &Model, renderer: &Renderer) -> Result<String, Diagnostic> {
    renderer.render("postgres/roles.sql", &view(model))
}

#[derive(Serialize)]
struct View {
    /// The roles that are made here.
    roles: Vec<RoleView>,
    /// The dollar quote of the blocks that hold names.
    quote: Fragment,
    /// The role that owns everything, where it is made here.
    owned_by: Option<Fragment>,
    owner: Fragment,
    owner_literal: Fragment,
    migrator: Fragment,
    /// Names, as texts, of the roles that connect.
    connecting: Vec<Fragment>,
    /// The roles that services connect as, listed.
    services: Fragment,
    supabase: bool,
    /// Schemas that the owner makes objects in and does not make itself; `public` is there already.
    schemas: Vec<SchemaView>,
    extensions: Vec<Fragment>,
    extension_schema: Fragment,
}

#[derive(Serialize)]
struct SchemaView {
    name: Fragment,
    is_made: bool,
}

#[derive(Serialize)]
struct RoleView {
    name: Fragment,
    literal: Fragment,
    attributes: Fragment,
    /// What the role is for.
    purpose: Fragment,
}

fn view(model: &Model) -> View {
    let roles = &model.project.roles;
    let schema = &model.project.postgres.schema;
    let supabase = is_supabase(model);
    let text = |role| sql(literal(roles.name(role).as_str()));
    View {
        roles: Role::ALL.into_iter().filter(|&role| !roles.get(role).external).map(|role| made(model, role)).collect(),
        quote: sql(quote::dollar_quote("roles", Role::ALL.map(|role| roles.name(role).as_str()))),
        owned_by: (!roles.get(Role::Owner).external).then(|| role(model, Role::Owner)),
        owner: role(model, Role::Owner),
        owner_literal: text(Role::Owner),
        migrator: role(model, Role::Migrator),
        connecting: [Role::Migrator, Role::App, Role::Readonly, Role::Admin].map(text).into(),
        services: services(model),
        supabase,
        schemas: standing_schemas(model).into_iter().map(schema_view).collect(),
        extensions: model.project.postgres.extensions.iter().map(|extension| sql(ident(extension))).collect(),
        extension_schema: sql(if supabase { SUPABASE_EXTENSIONS.to_owned() } else { ident(schema) }),
    }
}

fn schema_view(schema: &Name) -> SchemaView {
    SchemaView { name: sql(ident(schema)), is_made: *schema != PUBLIC }
}

fn made(model: &Model, which: Role) -> RoleView {
    RoleView {
        name: role(model, which),
        literal: sql(literal(model.project.roles.name(which).as_str())),
        attributes: sql(attributes(which, !is_supabase(model))),
        purpose: sql(purpose(which)),
    }
}

const fn purpose(role: Role) -> &'static str {
    match role {
        Role::Owner => "-- Owns every object. Nobody logs in as it, and row security holds for it too.",
        Role::Migrator => "-- Logs in to change the schema, after SET ROLE to the owner; inherits nothing by itself.",
        Role::App => "-- What services connect as: nothing but what policies.sql grants.",
        Role::Readonly => "-- What reports connect as: nothing but what policies.sql grants.",
        Role::Admin => {
            "-- Sees every tenant: backups, sign-up, work across tenants. Granted to those who log in for that."
        }
    }
}
