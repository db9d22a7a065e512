//! Keys and indexes.
//!
//! Partial indexes and those over expressions are left out: Prisma neither has words for them nor sees them.

use super::quote::string;
use super::{Schema, operators};
use crate::model::{Direction, EntityId, FieldId, Index, IndexKey, Method, Name, Unique};

/// The keys that consist of one column alone, as that column's attributes.
pub fn inline(schema: &Schema<'_>, of: EntityId, id: FieldId) -> Vec<String> {
    let entity = schema.model.entity(of);
    let is_key = entity.primary_key.fields == [id] && schema.has_id(of);
    let primary = is_key.then(|| format!("@id(map: {})", name(&entity.primary_key.name)));
    let uniques = entity.uniques.iter().filter(|unique| single(unique) == Some(id));
    primary.into_iter().chain(uniques.map(|unique| format!("@unique(map: {})", name(&unique.name)))).collect()
}

/// The keys of several columns and the indexes, as attributes of the model.
pub fn attributes(schema: &Schema<'_>, of: EntityId) -> Vec<String> {
    let entity = schema.model.entity(of);
    let uniques = entity.uniques.iter().filter(|unique| single(unique).is_none());
    let primary = primary(schema, of).into_iter();
    let uniques = uniques.filter_map(|one| unique(schema, of, one));
    primary.chain(uniques).chain(entity.indexes.iter().filter_map(|one| index(schema, of, one))).collect()
}

fn primary(schema: &Schema<'_>, of: EntityId) -> Option<String> {
    let key = &schema.model.entity(of).primary_key;
    let fields = || key.fields.iter().map(|&id| schema.names.model(of).field(id)).collect::<Vec<_>>();
    (key.fields.len() > 1 && schema.has_id(of))
        .then(|| format!("@@id([{}], map: {})", fields().join(", "), name(&key.name)))
}

fn single(unique: &Unique) -> Option<FieldId> {
    match unique.as_constraint()?.as_slice() {
        [field] => Some(*field),
        _ => None,
    }
}

fn unique(schema: &Schema<'_>, of: EntityId, unique: &Unique) -> Option<String> {
    let keys = keys(schema, of, &unique.keys, Method::Btree)?;
    unique.filter.is_none().then(|| format!("@@unique([{keys}], map: {})", name(&unique.name)))
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
    index.filter.is_none().then(|| format!("@@index([{keys}], {method}map: {})", name(&index.name)))
}

fn name(name: &Name) -> String {
    string(name.as_str())
}

/// The columns of an index; none where it has an expression among them.
fn keys(schema: &Schema<'_>, of: EntityId, keys: &[IndexKey], method: Method) -> Option<String> {
    let keys: Option<Vec<_>> = keys.iter().map(|one| key(schema, of, one, method)).collect();
    Some(keys?.join(", "))
}

fn key(schema: &Schema<'_>, of: EntityId, key: &IndexKey, method: Method) -> Option<String> {
    let id = key.as_field()?;
    let ops = operators::class(schema.model.entity(of).field(id).ty, key.opclass.as_ref(), method);
    let sort = match key.direction {
        Direction::Ascending => None,
        Direction::Descending => Some("sort: Desc".to_owned()),
    };
    let arguments: Vec<_> = ops.map(|ops| format!("ops: {ops}")).into_iter().chain(sort).collect();
    let field = schema.names.model(of).field(id);
    Some(if arguments.is_empty() { field.to_owned() } else { format!("{field}({})", arguments.join(", ")) })
}
