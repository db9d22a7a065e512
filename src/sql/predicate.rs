//! Conditions on rows, as policies state them.

use crate::model::{Entity, Model, RowRule, Wall};

use super::name::column;
use super::routine::Routine;
use super::{ident, table};

/// A rule about an entity's rows as a condition: the tenant wall, then the schema's own filter.
///
/// The one that is long is broken into lines, as it stands one level in.
#[must_use]
pub fn predicate(model: &Model, entity: &Entity, rule: &RowRule) -> String {
    let wall = wall(model, entity, &rule.wall);
    match &rule.filter {
        Some(filter) => format!("{wall} AND ({})", filter.text),
        None => wall,
    }
}

/// The current tenant. The sub-select makes PostgreSQL evaluate it once per statement, not once per row.
#[must_use]
pub fn current_tenant(model: &Model) -> String {
    format!("(SELECT {}())", Routine::Current.qualified(model))
}

fn wall(model: &Model, entity: &Entity, wall: &Wall) -> String {
    match wall {
        Wall::TenantKey(field) => format!("{} = {}", column(entity, *field), current_tenant(model)),
        Wall::Membership { members, tenant, user, key } => {
            let members = model.entity(*members);
            let alias = alias(entity);
            format!(
                "EXISTS (\n        SELECT FROM {} AS {alias}\n        WHERE {alias}.{} = {} AND {alias}.{} = {}.{}\n    )",
                table(model, members),
                column(members, *tenant),
                current_tenant(model),
                column(members, *user),
                ident(&entity.name),
                column(entity, *key),
            )
        }
        Wall::Open => "true".to_owned(),
    }
}

/// A name for the membership table that does not hide the table whose rows are judged.
fn alias(entity: &Entity) -> &'static str {
    if entity.name == "m" { "member" } else { "m" }
}
