//! Table constraints, as they stand in `CREATE TABLE` and behind `ADD`.

use crate::model::{Check, Entity, ForeignKey, Model, OnDelete, Unique};

use super::{columns, ident, table};

/// A primary key.
#[must_use]
pub fn primary_key(entity: &Entity) -> String {
    let key = &entity.primary_key;
    format!("CONSTRAINT {} PRIMARY KEY ({})", ident(&key.name), columns(entity, &key.fields))
}

/// A unique key; `None` where it needs an index of its own ([`super::index::create_unique`]).
#[must_use]
pub fn unique(entity: &Entity, unique: &Unique) -> Option<String> {
    let fields = unique.as_constraint()?;
    let nulls = if unique.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    Some(format!("CONSTRAINT {} UNIQUE{nulls} ({})", ident(&unique.name), columns(entity, &fields)))
}

/// A CHECK.
#[must_use]
pub fn check(check: &Check) -> String {
    format!("CONSTRAINT {} CHECK ({})", ident(&check.name), check.expression.text)
}

/// The parts of a foreign key, in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKeyText {
    /// `CONSTRAINT deals_lead_id_fkey`.
    pub constraint: String,
    /// `FOREIGN KEY (organization_id, lead_id)`.
    pub columns: String,
    /// `REFERENCES public.leads (organization_id, id) ON DELETE SET NULL (lead_id)`.
    pub references: String,
}

/// A foreign key.
#[must_use]
pub fn foreign_key(model: &Model, entity: &Entity, key: &ForeignKey) -> ForeignKeyText {
    let target = model.entity(key.to);
    let (to, to_columns) = (table(model, target), columns(target, &key.to_fields));
    ForeignKeyText {
        constraint: format!("CONSTRAINT {}", ident(&key.name)),
        columns: format!("FOREIGN KEY ({})", columns(entity, &key.fields)),
        references: format!("REFERENCES {to} ({to_columns}) ON DELETE {}", on_delete(entity, key)),
    }
}

fn on_delete(entity: &Entity, key: &ForeignKey) -> String {
    match key.on_delete {
        OnDelete::Cascade => "CASCADE".to_owned(),
        OnDelete::Restrict => "RESTRICT".to_owned(),
        OnDelete::NoAction => "NO ACTION".to_owned(),
        OnDelete::SetNull if key.set_null.is_empty() => "SET NULL".to_owned(),
        OnDelete::SetNull => format!("SET NULL ({})", columns(entity, &key.set_null)),
    }
}
