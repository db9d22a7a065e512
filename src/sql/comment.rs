//! What the database says of its objects: the schema's documentation.

use crate::model::{Entity, Enumeration, Field, Index, Model};

use super::{ident, literal, qualified, table};

/// The statement that describes a table, without its semicolon; `None` where the schema says nothing of it.
#[must_use]
pub fn on_table(model: &Model, entity: &Entity) -> Option<String> {
    entity.doc.as_ref().map(|doc| format!("COMMENT ON TABLE {} IS {}", table(model, entity), literal(doc)))
}

/// The same for a column.
#[must_use]
pub fn on_column(model: &Model, entity: &Entity, field: &Field) -> Option<String> {
    let name = || format!("{}.{}", table(model, entity), ident(&field.name));
    field.doc.as_ref().map(|doc| format!("COMMENT ON COLUMN {} IS {}", name(), literal(doc)))
}

/// The same for an index.
#[must_use]
pub fn on_index(model: &Model, index: &Index) -> Option<String> {
    let name = || qualified(&model.project.postgres.schema, &index.name);
    index.doc.as_ref().map(|doc| format!("COMMENT ON INDEX {} IS {}", name(), literal(doc)))
}

/// The same for an enum's type.
#[must_use]
pub fn on_type(model: &Model, enumeration: &Enumeration) -> Option<String> {
    let name = || qualified(&model.project.postgres.schema, &enumeration.name);
    enumeration.doc.as_ref().map(|doc| format!("COMMENT ON TYPE {} IS {}", name(), literal(doc)))
}
