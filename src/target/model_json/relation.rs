//! The relations' part.

use serde::Serialize;

use super::entity::{is_false, names};
use super::names::{Ends, Names};
use crate::model::{Entity, EntityId, ForeignKey, Model, Name, OnDelete, Relation, RelationId};

/// A relation.
#[derive(Serialize)]
pub(super) struct View<'m> {
    name: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<&'m str>,
    to: &'m str,
    fields: Vec<&'m str>,
    #[serde(skip_serializing_if = "is_false")]
    optional: bool,
    #[serde(skip_serializing_if = "is_false")]
    one_to_one: bool,
    on_delete: &'static str,
    inverse: &'m str,
    /// The relation's name in Prisma, where the schema gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    prisma: Option<&'m str>,
    /// The foreign keys, in the order in which they are made.
    keys: Vec<Key<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<InTargets<'m>>,
}

/// A foreign key.
#[derive(Serialize)]
struct Key<'m> {
    name: &'m str,
    fields: Vec<&'m str>,
    to: &'m str,
    to_fields: Vec<&'m str>,
    on_delete: &'static str,
    /// The columns set to NULL where they are not all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    set_null: Vec<&'m str>,
}

#[derive(Serialize)]
struct InTargets<'m> {
    prisma: Ends<'m>,
}

/// Every relation of an entity.
pub(super) fn views<'m>(model: &'m Model, id: EntityId, names: &Names<'m>) -> Vec<View<'m>> {
    let entity = model.entity(id);
    let ends = |at| names.relation(id, RelationId(at));
    entity.relations.iter().enumerate().map(|(at, relation)| view(model, entity, relation, ends(at))).collect()
}

fn view<'m>(model: &'m Model, entity: &'m Entity, relation: &'m Relation, ends: Option<Ends<'m>>) -> View<'m> {
    View {
        name: relation.name.as_str(),
        doc: relation.doc.as_deref(),
        to: model.entity(relation.to).name.as_str(),
        fields: names(entity, &relation.fields),
        optional: relation.optional,
        one_to_one: relation.one_to_one,
        on_delete: on_delete(relation.on_delete()),
        inverse: relation.inverse.as_str(),
        prisma: relation.prisma.as_ref().map(Name::as_str),
        keys: relation.reference.keys().map(|one| key(model, entity, one)).collect(),
        was: relation.was.as_ref().map(Name::as_str),
        names: ends.map(|prisma| InTargets { prisma }),
    }
}

fn key<'m>(model: &'m Model, entity: &'m Entity, key: &'m ForeignKey) -> Key<'m> {
    let to = model.entity(key.to);
    Key {
        name: key.name.as_str(),
        fields: names(entity, &key.fields),
        to: to.name.as_str(),
        to_fields: names(to, &key.to_fields),
        on_delete: on_delete(key.on_delete),
        set_null: names(entity, &key.set_null),
    }
}

const fn on_delete(action: OnDelete) -> &'static str {
    match action {
        OnDelete::Cascade => "cascade",
        OnDelete::Restrict => "restrict",
        OnDelete::NoAction => "no_action",
        OnDelete::SetNull => "set_null",
    }
}
