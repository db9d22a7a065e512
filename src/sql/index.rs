//! Indexes.

use crate::model::{Direction, Entity, Expression, Index, IndexKey, KeyPart, Method, Model, Nulls, Unique};

use super::name::column;
use super::{ident, table};

/// The statement that makes an index, without its semicolon.
#[must_use]
pub fn create(model: &Model, entity: &Entity, index: &Index) -> String {
    format!("CREATE INDEX {} ON {}{}", ident(&index.name), table(model, entity), definition(entity, index))
}

/// What stands behind the table in an index's statement: ` USING gin (tags) WHERE …`.
#[must_use]
pub fn definition(entity: &Entity, index: &Index) -> String {
    format!("{} ({}){}", method(index.method), keys(entity, &index.keys), filter(index.filter.as_ref()))
}

/// The statement that makes the index of a unique key that no constraint can hold, without its semicolon.
#[must_use]
pub fn create_unique(model: &Model, entity: &Entity, unique: &Unique) -> String {
    let on = table(model, entity);
    let (name, keys) = (ident(&unique.name), keys(entity, &unique.keys));
    let nulls = if unique.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    format!("CREATE UNIQUE INDEX {name} ON {on} ({keys}){nulls}{}", filter(unique.filter.as_ref()))
}

/// A list of index keys, without the outer parentheses: `organization_id, (lower(email)), created_at DESC`.
#[must_use]
pub fn keys(entity: &Entity, keys: &[IndexKey]) -> String {
    keys.iter().map(|key| one(entity, key)).collect::<Vec<_>>().join(", ")
}

fn one(entity: &Entity, key: &IndexKey) -> String {
    let mut text = match &key.part {
        KeyPart::Field(field) => column(entity, *field),
        KeyPart::Expression(expression) => format!("({})", expression.text),
    };
    if let Some(opclass) = &key.opclass {
        text.push(' ');
        text.push_str(&ident(opclass));
    }
    text.push_str(match key.direction {
        Direction::Ascending => "",
        Direction::Descending => " DESC",
    });
    text.push_str(match key.nulls {
        None => "",
        Some(Nulls::First) => " NULLS FIRST",
        Some(Nulls::Last) => " NULLS LAST",
    });
    text
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Btree => "",
        Method::Gin => " USING gin",
        Method::Gist => " USING gist",
        Method::Brin => " USING brin",
        Method::Hash => " USING hash",
    }
}

fn filter(filter: Option<&Expression>) -> String {
    filter.map_or_else(String::new, |filter| format!(" WHERE {}", filter.text))
}
