//! Indexes, and the unique keys that only an index can hold.

use std::collections::BTreeMap;

use super::Expect;
use crate::model::{self, Direction, Entity, Method, Nulls};
use crate::sql::facts::{Index, IndexKey, KeyPart};

impl Expect<'_> {
    /// The indexes of an entity's table by name, those of constraints left out.
    pub(super) fn indexes(&self, entity: &Entity) -> BTreeMap<String, Index> {
        let uniques = entity.uniques.iter().filter(|unique| unique.as_constraint().is_none());
        let uniques = uniques.map(|unique| (unique.name.to_string(), self.unique_index(entity, unique)));
        let indexes = entity.indexes.iter().map(|index| (index.name.to_string(), self.index(entity, index)));
        uniques.chain(indexes).collect()
    }

    fn unique_index(&self, entity: &Entity, unique: &model::Unique) -> Index {
        Index {
            method: "btree".to_owned(),
            keys: self.keys(entity, &unique.keys),
            unique: true,
            nulls_not_distinct: unique.nulls_not_distinct,
            filter: unique.filter.as_ref().map(|filter| self.tree(&filter.text)),
            ..Index::default()
        }
    }

    fn index(&self, entity: &Entity, index: &model::Index) -> Index {
        Index {
            method: method(index.method).to_owned(),
            keys: self.keys(entity, &index.keys),
            unique: false,
            nulls_not_distinct: false,
            filter: index.filter.as_ref().map(|filter| self.tree(&filter.text)),
            comment: index.doc.clone(),
            ..Index::default()
        }
    }

    fn keys(&self, entity: &Entity, keys: &[model::IndexKey]) -> Vec<IndexKey> {
        keys.iter().map(|key| self.key(entity, key)).collect()
    }

    fn key(&self, entity: &Entity, key: &model::IndexKey) -> IndexKey {
        let descending = key.direction == Direction::Descending;
        IndexKey {
            part: match &key.part {
                model::KeyPart::Field(field) => KeyPart::Column(entity.field(*field).name.to_string()),
                model::KeyPart::Expression(expression) => KeyPart::Expression(self.tree(&expression.text)),
            },
            collation: None,
            opclass: key.opclass.as_ref().map(ToString::to_string),
            descending,
            nulls_first: key.nulls.map_or(descending, |nulls| nulls == Nulls::First),
        }
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
