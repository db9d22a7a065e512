//! `policies.sql`: who sees which rows, and who may do what with them.

use rayon::prelude::*;
use serde::Serialize;

use super::{layout, own_context_schema, role, search_path, services, title};
use crate::diagnostic::Diagnostic;
use crate::model::{Access, Entity, Model, Policy, Role, Verb};
use crate::render::{Fragment, Renderer};
use crate::sql::grant::{self, Privileges};
use crate::sql::predicate::predicate;
use crate::sql::routine::routines;
use crate::sql::{ident, name, policy, sql, table};

/// Lays the file out.
pub fn render(model: &Model, renderer: &Renderer) -> Result<String, Diagnostic> {
    renderer.render("postgres/policies.sql", &view(model, tables(model, renderer)?))
}

#[derive(Serialize)]
struct View {
    owner: Fragment,
    search_path: Fragment,
    services: Fragment,
    /// The context functions' schema, where it is not the tables' own.
    context_schema: Option<Fragment>,
    /// Every function, as `GRANT` names it.
    functions: Vec<Fragment>,
    /// Those that services call, directly or by a default.
    callable: Vec<Fragment>,
    /// Each table as its own template lays it out.
    tables: Vec<Fragment>,
}

#[derive(Serialize)]
struct TableView {
    title: Fragment,
    name: Fragment,
    policies: Vec<PolicyView>,
    services: Fragment,
    grants: Vec<GrantView>,
}

#[derive(Serialize)]
struct PolicyView {
    name: Fragment,
    kind: Fragment,
    command: Fragment,
    to: Fragment,
    using: Option<Fragment>,
    check: Option<Fragment>,
}

#[derive(Serialize)]
struct GrantView {
    /// `SELECT, DELETE`, or `INSERT (name, email)`.
    privileges: Fragment,
    to: Fragment,
}

fn view(model: &Model, tables: Vec<Fragment>) -> View {
    let routines = routines(model);
    let callable = routines.iter().filter(|routine| !routine.is_trigger());
    View {
        owner: role(model, Role::Owner),
        search_path: search_path(model),
        services: services(model),
        context_schema: own_context_schema(model),
        functions: routines.iter().map(|routine| sql(routine.signature(model))).collect(),
        callable: callable.map(|routine| sql(routine.signature(model))).collect(),
        tables,
    }
}

/// Every table's part, laid out; cores share them.
fn tables(model: &Model, renderer: &Renderer) -> Result<Vec<Fragment>, Diagnostic> {
    let managed: Vec<_> = model.managed().map(|(_, entity)| entity).collect();
    let lay_out =
        |entity: &&Entity| renderer.render("postgres/policies/table.sql", &table_view(model, entity)).map(sql);
    managed.par_iter().map(lay_out).collect()
}

fn table_view(model: &Model, entity: &Entity) -> TableView {
    let given = entity.access.iter().flat_map(|access| granted(model, entity, access));
    TableView {
        title: title(entity.name.as_str(), &entity.file),
        name: sql(table(model, entity)),
        policies: entity.policies.iter().map(|policy| policy_view(model, entity, policy)).collect(),
        services: services(model),
        grants: given.chain([admin(model)]).collect(),
    }
}

fn policy_view(model: &Model, entity: &Entity, stated: &Policy) -> PolicyView {
    PolicyView {
        name: sql(ident(&stated.name)),
        kind: sql(policy::kind(stated.kind)),
        command: sql(policy::command(&stated.rule)),
        to: sql(policy::grantee(model, stated.to)),
        using: stated.rule.using().map(|rule| sql(predicate(model, entity, rule))),
        check: stated.rule.check().map(|rule| sql(predicate(model, entity, rule))),
    }
}

fn granted(model: &Model, entity: &Entity, access: &Access) -> Vec<GrantView> {
    let to = role(model, access.role);
    let text = |privileges: &Privileges| sql(privileges_text(entity, privileges));
    let all = grant::privileges(entity, access);
    all.iter().map(|privileges| GrantView { privileges: text(privileges), to: to.clone() }).collect()
}

/// Row security does not hold the admin back, so it gets the verbs whole.
fn admin(model: &Model) -> GrantView {
    let to = role(model, Role::Admin);
    GrantView { privileges: sql(Verb::ALL.map(grant::word).join(", ")), to }
}

fn privileges_text(entity: &Entity, privileges: &Privileges) -> String {
    match privileges {
        Privileges::Table(verbs) => verbs.iter().map(|&verb| grant::word(verb)).collect::<Vec<_>>().join(", "),
        Privileges::Columns(verb, fields) => {
            let columns: Vec<_> = fields.iter().map(|&field| name::column(entity, field)).collect();
            format!("{} {}", grant::word(*verb), layout::parenthesized(&columns))
        }
    }
}
