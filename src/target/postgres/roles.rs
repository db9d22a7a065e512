//! `roles.sql`: what must stand before the schema: roles, and what they may do with the database.

use serde::Serialize;

use super::{SUPABASE_EXTENSIONS, is_supabase};
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Role};
use crate::render::{Fragment, Renderer};
use crate::sql::{ident, literal, quote, role, sql};

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
    schema: Fragment,
    /// Whether the tables' schema must be made.
    makes_schema: bool,
    extensions: Vec<Fragment>,
    extension_schema: Fragment,
}

#[derive(Serialize)]
struct RoleView {
    name: Fragment,
    literal: Fragment,
    /// `LOGIN NOINHERIT`.
    login: Fragment,
    /// `BYPASSRLS`.
    row_security: Fragment,
    /// What the role is for.
    purpose: Fragment,
}

fn view(model: &Model) -> View {
    let roles = &model.project.roles;
    let schema = &model.project.postgres.schema;
    let supabase = is_supabase(model);
    let name = |role| sql(ident(roles.name(role)));
    let text = |role| sql(literal(roles.name(role).as_str()));
    View {
        roles: Role::ALL.into_iter().filter(|&role| !roles.get(role).external).map(|role| made(model, role)).collect(),
        quote: sql(quote::dollar_quote("roles", Role::ALL.map(|role| roles.name(role).as_str()))),
        owned_by: (!roles.get(Role::Owner).external).then(|| name(Role::Owner)),
        owner: name(Role::Owner),
        owner_literal: text(Role::Owner),
        migrator: name(Role::Migrator),
        connecting: [Role::Migrator, Role::App, Role::Readonly, Role::Admin].map(text).into(),
        services: sql(super::policies::services(model)),
        supabase,
        schema: sql(ident(schema)),
        makes_schema: *schema != "public",
        extensions: model.project.postgres.extensions.iter().map(|extension| sql(ident(extension))).collect(),
        extension_schema: sql(if supabase { SUPABASE_EXTENSIONS.to_owned() } else { ident(schema) }),
    }
}

fn made(model: &Model, which: Role) -> RoleView {
    let name = model.project.roles.name(which);
    RoleView {
        name: sql(ident(name)),
        literal: sql(literal(name.as_str())),
        login: sql(role::login(which)),
        row_security: sql(role::row_security(which)),
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
