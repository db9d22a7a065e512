//! `rollback.sql`: takes back what `schema.sql` and `policies.sql` make.

use serde::Serialize;

use super::{own_context_schema, role};
use crate::diagnostic::Diagnostic;
use crate::model::{Entity, EnumStorage, Model, Role};
use crate::render::{Fragment, Renderer};
use crate::sql::routine::routines;
use crate::sql::text::comment;
use crate::sql::{ident, qualified, sql, table};

/// Lays the file out.
pub fn render(model: &Model, renderer: &Renderer) -> Result<String, Diagnostic> {
    renderer.render("postgres/rollback.sql", &view(model))
}

#[derive(Serialize)]
struct View {
    owner: Fragment,
    /// The foreign keys, the last one made first.
    foreign_keys: Vec<ForeignKeyView>,
    /// The tables, the last one made first.
    tables: Vec<Fragment>,
    types: Vec<Fragment>,
    /// The functions with their arguments, the last one made first.
    functions: Vec<Fragment>,
    /// The context functions' schema, where `schema.sql` makes it.
    schema: Option<Fragment>,
    /// How to drop each role that `roles.sql` makes, as comments.
    roles: Vec<Fragment>,
}

#[derive(Serialize)]
struct ForeignKeyView {
    table: Fragment,
    name: Fragment,
}

fn view(model: &Model) -> View {
    let managed: Vec<_> = model.managed().map(|(_, entity)| entity).collect();
    let types = model.enums.iter().filter(|enumeration| enumeration.storage == EnumStorage::Type);
    let functions = routines(model);
    View {
        owner: role(model, Role::Owner),
        foreign_keys: managed.iter().rev().flat_map(|entity| foreign_keys(model, entity)).collect(),
        tables: managed.iter().rev().map(|entity| sql(table(model, entity))).collect(),
        types: types.rev().map(|one| sql(qualified(&model.project.postgres.schema, &one.name))).collect(),
        functions: functions.iter().rev().map(|routine| sql(routine.signature(model))).collect(),
        schema: own_context_schema(model),
        roles: drop_roles(model),
    }
}

fn foreign_keys(model: &Model, entity: &Entity) -> Vec<ForeignKeyView> {
    let on = sql(table(model, entity));
    let keys = entity.relations.iter().flat_map(|relation| relation.reference.keys()).collect::<Vec<_>>();
    let view = |name| ForeignKeyView { table: on.clone(), name: sql(ident(name)) };
    keys.into_iter().rev().map(|key| view(&key.name)).collect()
}

fn drop_roles(model: &Model) -> Vec<Fragment> {
    let made = |role: &Role| !model.project.roles.get(*role).external;
    let text = |role| {
        let name = crate::sql::name::role(model, role);
        comment(&format!("    DROP OWNED BY {name}; DROP ROLE {name};"))
    };
    Role::ALL.into_iter().rev().filter(made).map(text).collect()
}
