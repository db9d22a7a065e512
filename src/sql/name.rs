//! Names of the model as SQL refers to them.

use crate::model::{Entity, FieldId, Model, Role};

use super::{ident, qualified};

/// An entity's table, with its schema: `public.leads`.
#[must_use]
pub fn table(model: &Model, entity: &Entity) -> String {
    qualified(&model.project.postgres.schema, &entity.name)
}

/// A role's name in the cluster.
#[must_use]
pub fn role(model: &Model, role: Role) -> String {
    ident(model.project.roles.name(role))
}

/// A list of columns, without parentheses: `organization_id, lead_id`.
#[must_use]
pub fn columns(entity: &Entity, fields: &[FieldId]) -> String {
    fields.iter().map(|&field| column(entity, field)).collect::<Vec<_>>().join(", ")
}

/// A column's bare name.
#[must_use]
pub fn column(entity: &Entity, field: FieldId) -> String {
    ident(&entity.field(field).name)
}
