//! A record's unique keys and indexes.

use super::entity::Scope;
use super::{Read, Wrong, name, optional, shape, value, word};
use crate::model::{Direction, Index, IndexKey, IndexOrigin, KeyPart, Method, Nulls, Unique, UniqueOrigin};

const METHODS: [(&str, Method); 5] = [
    ("btree", Method::Btree),
    ("gin", Method::Gin),
    ("gist", Method::Gist),
    ("brin", Method::Brin),
    ("hash", Method::Hash),
];

/// A unique key.
pub fn unique(scope: &Scope<'_>, shape: shape::Unique) -> Read<Unique> {
    Ok(Unique {
        name: name(&shape.name)?,
        keys: keys(scope, shape.keys)?,
        filter: shape.filter.map(|filter| value::expression(scope, filter)).transpose()?,
        nulls_not_distinct: shape.nulls_not_distinct,
        origin: match shape.origin {
            shape::KeyOrigin::Declared => UniqueOrigin::Declared,
            shape::KeyOrigin::Relation { relation } => UniqueOrigin::Relation(scope.relation(&relation)?),
            shape::KeyOrigin::TenantTarget => UniqueOrigin::TenantTarget,
            shape::KeyOrigin::TenantKey => return Err(wrong_origin(&shape.name)),
        },
        was: optional(shape.was)?,
        span: scope.names.span,
    })
}

/// An index.
pub fn index(scope: &Scope<'_>, shape: shape::Index) -> Read<Index> {
    Ok(Index {
        name: name(&shape.name)?,
        doc: shape.doc,
        keys: keys(scope, shape.keys)?,
        method: word("index method", &shape.method, &METHODS)?,
        filter: shape.filter.map(|filter| value::expression(scope, filter)).transpose()?,
        origin: match shape.origin {
            shape::KeyOrigin::Declared => IndexOrigin::Declared,
            shape::KeyOrigin::Relation { relation } => IndexOrigin::Relation(scope.relation(&relation)?),
            shape::KeyOrigin::TenantKey => IndexOrigin::TenantKey,
            shape::KeyOrigin::TenantTarget => return Err(wrong_origin(&shape.name)),
        },
        was: optional(shape.was)?,
        span: scope.names.span,
    })
}

fn wrong_origin(name: &str) -> Wrong {
    Wrong(format!("`{name}` cannot come from there"))
}

fn keys(scope: &Scope<'_>, shapes: Vec<shape::Key>) -> Read<Vec<IndexKey>> {
    shapes.into_iter().map(|one| key(scope, one)).collect()
}

fn key(scope: &Scope<'_>, shape: shape::Key) -> Read<IndexKey> {
    let directions = [("ascending", Direction::Ascending), ("descending", Direction::Descending)];
    let nulls = |written: String| word("place of NULLs", &written, &[("first", Nulls::First), ("last", Nulls::Last)]);
    Ok(IndexKey {
        part: match shape.part {
            shape::Part::Field(field) => KeyPart::Field(scope.field(&field)?),
            shape::Part::Expression(text) => KeyPart::Expression(value::expression(scope, text)?),
        },
        direction: word("direction", &shape.direction, &directions)?,
        nulls: shape.nulls.map(nulls).transpose()?,
        opclass: optional(shape.opclass)?,
    })
}
