//! The indexes' and unique keys' part.

use serde::Serialize;

use super::entity::is_false;
use crate::model::{
    self, Direction, Entity, IndexKey, IndexOrigin, KeyPart, Method, Name, Nulls, RelationId, UniqueOrigin,
};

/// An index that is no constraint's.
#[derive(Serialize)]
pub(super) struct Index<'m> {
    name: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<&'m str>,
    method: &'static str,
    keys: Vec<Key<'m>>,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    filter: Option<&'m str>,
    origin: Origin<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'m str>,
}

/// A unique key besides the primary key.
#[derive(Serialize)]
pub(super) struct Unique<'m> {
    name: &'m str,
    keys: Vec<Key<'m>>,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    filter: Option<&'m str>,
    #[serde(skip_serializing_if = "is_false")]
    nulls_not_distinct: bool,
    /// Whether it is a constraint; else it is an index.
    constraint: bool,
    origin: Origin<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'m str>,
}

#[derive(Serialize)]
struct Key<'m> {
    #[serde(flatten)]
    part: Part<'m>,
    direction: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nulls: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opclass: Option<&'m str>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Part<'m> {
    Field(&'m str),
    Expression(&'m str),
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Origin<'m> {
    Declared,
    Relation { relation: &'m str },
    TenantKey,
    TenantTarget,
}

/// An index.
pub(super) fn index<'m>(entity: &'m Entity, index: &'m model::Index) -> Index<'m> {
    Index {
        name: index.name.as_str(),
        doc: index.doc.as_deref(),
        method: method(index.method),
        keys: keys(entity, &index.keys),
        filter: index.filter.as_ref().map(|filter| filter.text.as_str()),
        origin: match index.origin {
            IndexOrigin::Declared => Origin::Declared,
            IndexOrigin::Relation(id) => relation(entity, id),
            IndexOrigin::TenantKey => Origin::TenantKey,
        },
        was: index.was.as_ref().map(Name::as_str),
    }
}

/// A unique key.
pub(super) fn unique<'m>(entity: &'m Entity, unique: &'m model::Unique) -> Unique<'m> {
    Unique {
        name: unique.name.as_str(),
        keys: keys(entity, &unique.keys),
        filter: unique.filter.as_ref().map(|filter| filter.text.as_str()),
        nulls_not_distinct: unique.nulls_not_distinct,
        constraint: unique.as_constraint().is_some(),
        origin: match unique.origin {
            UniqueOrigin::Declared => Origin::Declared,
            UniqueOrigin::Relation(id) => relation(entity, id),
            UniqueOrigin::TenantTarget => Origin::TenantTarget,
        },
        was: unique.was.as_ref().map(Name::as_str),
    }
}

fn relation(entity: &Entity, id: RelationId) -> Origin<'_> {
    Origin::Relation { relation: entity.relations[id.0].name.as_str() }
}

fn keys<'m>(entity: &'m Entity, keys: &'m [IndexKey]) -> Vec<Key<'m>> {
    keys.iter().map(|one| key(entity, one)).collect()
}

fn key<'m>(entity: &'m Entity, key: &'m IndexKey) -> Key<'m> {
    Key {
        part: match &key.part {
            KeyPart::Field(id) => Part::Field(entity.field(*id).name.as_str()),
            KeyPart::Expression(expression) => Part::Expression(&expression.text),
        },
        direction: match key.direction {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        },
        nulls: key.nulls.map(|nulls| match nulls {
            Nulls::First => "first",
            Nulls::Last => "last",
        }),
        opclass: key.opclass.as_ref().map(Name::as_str),
    }
}

const fn method(method: Method) -> &'static str {
    match method {
        Method::Btree => "btree",
        Method::Gin => "gin",
        Method::Gist => "gist",
        Method::Brin => "brin",
        Method::Hash => "hash",
    }
}
