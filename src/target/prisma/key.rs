//! Keys and indexes.
//!
//! Partial indexes and those over expressions are left out: Prisma neither has words for them nor sees them.

use super::layout::Attributes;
use super::quote::{list, string};
use super::{Schema, operators};
use crate::model::{Direction, EntityId, FieldId, Index, IndexKey, Method, Unique};

/// Adds the keys that consist of one column alone to that column's attributes.
pub fn inline(schema: &Schema<'_>, of: EntityId, id: FieldId, attributes: &mut Attributes) {
    let entity = schema.model.entity(of);
    if entity.primary_key.fields == [id] && schema.has_id(of) {
        attributes.push(format_args!("@id(map: {})", string(entity.primary_key.name.as_str())));
    }
    for unique in entity.uniques.iter().filter(|unique| single(unique) == Some(id)) {
        attributes.push(format_args!("@unique(map: {})", string(unique.name.as_str())));
    }
}

/// The keys of several columns and the indexes, as attributes of the model.
pub fn attributes(schema: &Schema<'_>, of: EntityId) -> impl Iterator<Item = String> {
    let entity = schema.model.entity(of);
    let uniques = entity.uniques.iter().filter(|one| single(one).is_none());
    let uniques = uniques.filter_map(move |one| unique(schema, of, one));
    let indexes = entity.indexes.iter().filter_map(move |one| index(schema, of, one));
    primary(schema, of).into_iter().chain(uniques).chain(indexes)
}

/// The columns of a unique key by which clients find a row; `None` for one that Prisma has no words for.
pub fn client_key(unique: &Unique) -> Option<Vec<FieldId>> {
    let fields = unique.keys.iter().map(IndexKey::as_field).collect::<Option<_>>()?;
    unique.filter.is_none().then_some(fields)
}

fn primary(schema: &Schema<'_>, of: EntityId) -> Option<String> {
    let key = &schema.model.entity(of).primary_key;
    let fields = || list(key.fields.iter().map(|&id| schema.names.model(of).field(id)));
    (key.fields.len() > 1 && schema.has_id(of))
        .then(|| format!("@@id([{}], map: {})", fields(), string(key.name.as_str())))
}

fn single(unique: &Unique) -> Option<FieldId> {
    match unique.keys.as_slice() {
        [_] => unique.as_constraint()?.first().copied(),
        _ => None,
    }
}

fn unique(schema: &Schema<'_>, of: EntityId, unique: &Unique) -> Option<String> {
    client_key(unique)?;
    let keys = keys(schema, of, &unique.keys, Method::Btree)?;
    Some(format!("@@unique([{keys}], map: {})", string(unique.name.as_str())))
}

fn index(schema: &Schema<'_>, of: EntityId, index: &Index) -> Option<String> {
    let keys = keys(schema, of, &index.keys, index.method)?;
    let method = match index.method {
        Method::Btree => "",
        Method::Gin => "type: Gin, ",
        Method::Gist => "type: Gist, ",
        Method::Brin => "type: Brin, ",
        Method::Hash => "type: Hash, ",
    };
    index.filter.is_none().then(|| format!("@@index([{keys}], {method}map: {})", string(index.name.as_str())))
}

/// The columns of an index; none where it has an expression among them.
fn keys(schema: &Schema<'_>, of: EntityId, keys: &[IndexKey], method: Method) -> Option<String> {
    let fields: Option<Vec<_>> = keys.iter().map(IndexKey::as_field).collect();
    Some(list(fields?.into_iter().zip(keys).map(|(id, key)| part(schema, of, id, key, method))))
}

fn part(schema: &Schema<'_>, of: EntityId, id: FieldId, key: &IndexKey, method: Method) -> String {
    let field = schema.names.model(of).field(id);
    let ops = operators::class(schema.model.entity(of).field(id).ty, key.opclass.as_ref(), method);
    match (ops, key.direction) {
        (None, Direction::Ascending) => field.to_owned(),
        (None, Direction::Descending) => format!("{field}(sort: Desc)"),
        (Some(ops), Direction::Ascending) => format!("{field}(ops: {ops})"),
        (Some(ops), Direction::Descending) => format!("{field}(ops: {ops}, sort: Desc)"),
    }
}
