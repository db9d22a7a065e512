//! What the things of a model were called before: declared renames, as far as they tell of another model.

use std::collections::BTreeMap;

use super::Origin;
use crate::claim::{Claim, resolved};
use crate::model::{Entity, EntityId, EnumId, Enumeration, Field, FieldId, FieldOrigin, Model, Name, RelationId};

/// Earlier names, by id.
pub struct Lineage {
    entities: Vec<EntityLineage>,
    enums: Vec<(String, Vec<String>)>,
}

/// The earlier names of one entity.
struct EntityLineage {
    name: String,
    fields: Vec<String>,
    relations: Vec<String>,
}

/// A thing's name, and the one that it had before.
type Named<'m> = (&'m Name, Option<&'m Name>);

impl Lineage {
    /// Under which everything is called what it is called.
    pub fn own(model: &Model) -> Self {
        let entity = |entity: &Entity| EntityLineage {
            name: entity.name.to_string(),
            fields: entity.fields.iter().map(|field| field.name.to_string()).collect(),
            relations: entity.relations.iter().map(|relation| relation.name.to_string()).collect(),
        };
        let values = |one: &Enumeration| one.values.iter().map(|value| value.name.to_string()).collect();
        Self {
            entities: model.entities.iter().map(entity).collect(),
            enums: model.enums.iter().map(|one| (one.name.to_string(), values(one))).collect(),
        }
    }

    /// Under which everything is called what it was called in an old model.
    pub fn since(old: &Model, new: &Model) -> Self {
        let entities = earlier(entities(new), entities(old));
        let enums = earlier(enums(new), enums(old));
        let of_enum = |(name, one): (String, &Enumeration)| {
            let before = old.enums.iter().find(|before| before.name == name.as_str());
            let values = earlier(values(one), before.into_iter().flat_map(values));
            (name, values)
        };
        let of_entity = |(name, entity): (String, &Entity)| {
            let before = old.find(&name).map(|(_, before)| before);
            EntityLineage::since(name, before, entity)
        };
        Self {
            entities: entities.into_iter().zip(&new.entities).map(of_entity).collect(),
            enums: enums.into_iter().zip(&new.enums).map(of_enum).collect(),
        }
    }

    pub fn entity(&self, id: EntityId) -> Origin {
        Origin::Entity(self.entities[id.0].name.clone())
    }

    pub fn field(&self, entity: EntityId, id: FieldId) -> Origin {
        Origin::Field(self.entities[entity.0].name.clone(), self.entities[entity.0].fields[id.0].clone())
    }

    pub fn relation(&self, entity: EntityId, id: RelationId) -> Origin {
        Origin::Relation(self.entities[entity.0].name.clone(), self.entities[entity.0].relations[id.0].clone())
    }

    pub fn key(&self, entity: EntityId, fields: &[FieldId]) -> Origin {
        let entity = &self.entities[entity.0];
        Origin::Key(entity.name.clone(), fields.iter().map(|id| entity.fields[id.0].clone()).collect())
    }

    pub fn enumeration(&self, id: EnumId) -> Origin {
        Origin::Enum(self.enums[id.0].0.clone())
    }

    /// A value, by its place.
    pub fn value(&self, id: EnumId, at: usize) -> Origin {
        Origin::Value(self.enums[id.0].0.clone(), self.enums[id.0].1[at].clone())
    }
}

impl EntityLineage {
    fn since(name: String, old: Option<&Entity>, new: &Entity) -> Self {
        let relations = earlier(relations(new), old.into_iter().flat_map(relations));
        let renamed = |field: &Field| -> Option<&Name> { of_relation(field, &relations, old?, new) };
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
fn of_relation<'m>(field: &Field, relations: &[String], old: &'m Entity, new: &Entity) -> Option<&'m Name> {
    let FieldOrigin::Relation(id) = field.origin else { return None };
    let place = |entity: &Entity, &id: &FieldId| entity.field(id).name == field.name;
    let at = new.relations[id.0].fields.iter().position(|id| place(new, id))?;
    let before = old.relations.iter().find(|relation| relation.name == relations[id.0].as_str())?;
    before.fields.get(at).map(|&id| &old.field(id).name)
}

/// For each of the new names the old one: a declared one where its claim holds.
fn earlier<'m>(new: impl Iterator<Item = Named<'m>>, old: impl Iterator<Item = Named<'m>>) -> Vec<String> {
    let old: BTreeMap<_, _> = old.collect();
    let new: Vec<_> = new.collect();
    // What the old side said as well has been carried out.
    let claim = |&(name, was): &Named<'m>| {
        let was = was?;
        Some(Claim { new: name, old: was, due: Some(old.get(name).copied().flatten() != Some(was)) })
    };
    let held = resolved(new.iter().filter_map(claim), |name| old.contains_key(name), |_, _| false).held;
    let before: BTreeMap<_, _> = held.into_iter().map(|(old, new)| (new, old)).collect();
    new.iter().map(|(name, _)| before.get(name).unwrap_or(name).to_string()).collect()
}
