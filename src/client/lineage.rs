//! What the things of a model were called before: declared renames, as far as they tell of another model.

use std::collections::BTreeMap;

use super::Origin;
use super::facade::Thing;
use crate::claim::{Claim, resolved};
use crate::model::{Entity, EntityId, EnumId, Enumeration, Field, FieldId, FieldOrigin, Model, Name, RelationId};

/// Earlier names, by id.
pub struct Lineage<'m> {
    entities: Vec<EntityLineage<'m>>,
    enums: Vec<(&'m str, Vec<&'m str>)>,
}

/// The earlier names of one entity.
struct EntityLineage<'m> {
    name: &'m str,
    fields: Vec<&'m str>,
    relations: Vec<&'m str>,
}

/// A thing's name, and the one that it had before.
type Named<'m> = (&'m Name, Option<&'m Name>);

impl<'m> Lineage<'m> {
    /// Under which everything is called what it is called.
    pub fn own(model: &'m Model) -> Self {
        let entity = |entity: &'m Entity| EntityLineage {
            name: entity.name.as_str(),
            fields: entity.fields.iter().map(|field| field.name.as_str()).collect(),
            relations: entity.relations.iter().map(|relation| relation.name.as_str()).collect(),
        };
        let values = |one: &'m Enumeration| one.values.iter().map(|value| value.name.as_str()).collect();
        Self {
            entities: model.entities.iter().map(entity).collect(),
            enums: model.enums.iter().map(|one| (one.name.as_str(), values(one))).collect(),
        }
    }

    /// Under which everything is called what it was called in an old model.
    pub fn since(old: &'m Model, new: &'m Model) -> Self {
        let entities = earlier(entities(new), entities(old));
        let enums = earlier(enums(new), enums(old));
        let of_enum = |(name, one): (&'m str, &'m Enumeration)| {
            let before = old.enums.binary_search_by(|before| before.name.as_str().cmp(name)).ok();
            let values = earlier(values(one), before.map(|at| &old.enums[at]).into_iter().flat_map(values));
            (name, values)
        };
        let of_entity = |(name, entity): (&'m str, &'m Entity)| {
            let before = old.find(name).map(|(_, before)| before);
            EntityLineage::since(name, before, entity)
        };
        Self {
            entities: entities.into_iter().zip(&new.entities).map(of_entity).collect(),
            enums: enums.into_iter().zip(&new.enums).map(of_enum).collect(),
        }
    }

    /// What a client's members belong to, each with what it was called.
    pub fn things(&self) -> impl Iterator<Item = (Origin<&'m str>, Thing)> {
        let enums = (0..self.enums.len()).map(EnumId).map(|id| (self.enumeration(id), Thing::Enum(id)));
        let entities = (0..self.entities.len()).map(EntityId).map(|id| (self.entity(id), Thing::Entity(id)));
        std::iter::once((Origin::Project, Thing::Project)).chain(enums).chain(entities)
    }

    pub fn entity(&self, id: EntityId) -> Origin<&'m str> {
        Origin::Entity(self.entities[id.0].name)
    }

    pub fn field(&self, entity: EntityId, id: FieldId) -> Origin<&'m str> {
        Origin::Field(self.entities[entity.0].name, self.entities[entity.0].fields[id.0])
    }

    pub fn relation(&self, entity: EntityId, id: RelationId) -> Origin<&'m str> {
        Origin::Relation(self.entities[entity.0].name, self.entities[entity.0].relations[id.0])
    }

    pub fn key(&self, entity: EntityId, fields: &[FieldId]) -> Origin<&'m str> {
        let entity = &self.entities[entity.0];
        Origin::Key(entity.name, fields.iter().map(|id| entity.fields[id.0]).collect())
    }

    pub fn enumeration(&self, id: EnumId) -> Origin<&'m str> {
        Origin::Enum(self.enums[id.0].0)
    }

    /// A value, by its place.
    pub fn value(&self, id: EnumId, at: usize) -> Origin<&'m str> {
        Origin::Value(self.enums[id.0].0, self.enums[id.0].1[at])
    }
}

impl<'m> EntityLineage<'m> {
    fn since(name: &'m str, old: Option<&'m Entity>, new: &'m Entity) -> Self {
        let relations = earlier(relations(new), old.into_iter().flat_map(relations));
        let renamed = |field: &Field| -> Option<&'m Name> { of_relation(field, &relations, old?, new) };
        let before: Vec<_> = new.fields.iter().map(|field| field.was.as_ref().or_else(|| renamed(field))).collect();
        let fields = earlier(
            new.fields.iter().map(|field| &field.name).zip(before),
            old.into_iter().flat_map(|old| &old.fields).map(|field| (&field.name, field.was.as_ref())),
        );
        Self { name, fields, relations }
    }
}

fn entities(model: &Model) -> impl Iterator<Item = Named<'_>> {
    model.entities.iter().map(|entity| (&entity.name, entity.was.as_ref()))
}

fn enums(model: &Model) -> impl Iterator<Item = Named<'_>> {
    model.enums.iter().map(|one| (&one.name, one.was.as_ref()))
}

fn values(one: &Enumeration) -> impl Iterator<Item = Named<'_>> {
    one.values.iter().map(|value| (&value.name, value.was.as_ref()))
}

fn relations(entity: &Entity) -> impl Iterator<Item = Named<'_>> {
    entity.relations.iter().map(|relation| (&relation.name, relation.was.as_ref()))
}

/// What the column of a relation was called: as the column at its place in the relation of the earlier name.
fn of_relation<'m>(field: &Field, relations: &[&str], old: &'m Entity, new: &Entity) -> Option<&'m Name> {
    let FieldOrigin::Relation(id) = field.origin else { return None };
    let place = |entity: &Entity, &id: &FieldId| entity.field(id).name == field.name;
    let at = new.relations[id.0].fields.iter().position(|id| place(new, id))?;
    let before = old.relations.iter().find(|relation| relation.name == *relations[id.0])?;
    before.fields.get(at).map(|&id| &old.field(id).name)
}

/// For each of the new names the old one: a declared one where its claim holds.
fn earlier<'m>(new: impl Iterator<Item = Named<'m>>, old: impl Iterator<Item = Named<'m>>) -> Vec<&'m str> {
    let new: Vec<_> = new.collect();
    let names =
        |name: &dyn Fn(&'m Name) -> &'m Name| new.iter().map(|&(one, _)| name(one).as_str()).collect::<Vec<_>>();
    if new.iter().all(|&(name, was)| was.is_none_or(|was| was == name)) {
        return names(&|name| name);
    }
    let old: BTreeMap<_, _> = old.collect();
    // What the old side said as well has been carried out.
    let claim = |&(name, was): &Named<'m>| {
        let was = was?;
        Some(Claim { new: name, old: was, due: Some(old.get(name).copied().flatten() != Some(was)) })
    };
    let held = resolved(new.iter().filter_map(claim), |name| old.contains_key(name), |_, _| false).held;
    let before: BTreeMap<_, _> = held.into_iter().map(|(old, new)| (new, old)).collect();
    names(&|name| before.get(name).copied().unwrap_or(name))
}
