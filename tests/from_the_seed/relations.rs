//! Relations, the foreign keys that hold them, and their other sides.

use crmgen::model::{Entity, EntityId, ForeignKey, Model, Relation};

use crate::facts::{RelationFact, Seed, Table};
use crate::page::Row;
use crate::text;

/// A row for each relation that is held by other foreign keys, and for each that the seed lacks.
pub fn compare(name: &str, table: &Table, entity: &Entity, model: &Model) -> Vec<Row> {
    let row = |relation: &Relation| {
        let fact = table.relations.0.iter().find(|(fact, _)| relation.name == **fact).map(|(_, fact)| fact);
        let there = fact.map(|fact| there(fact, relation, entity)).unwrap_or_default();
        let keys: Vec<_> = relation.reference.keys().map(|key| key_text(key, entity, model)).collect();
        let here = keys.join("<br>");
        (there != here).then(|| Row::new(format!("{name}.{}", relation.name), there, here))
    };
    entity.relations.iter().filter_map(row).collect()
}

/// Fails where a relation of the seed, its name in Prisma or a list on the other side is gone.
pub fn are_kept(name: &str, table: &Table, model: &Model) {
    let (id, entity) = model.find(name).unwrap_or_else(|| panic!("{name} is gone"));
    for (relation, fact) in &table.relations.0 {
        let kept = entity.relations.iter().find(|kept| kept.name == **relation);
        let kept = kept.unwrap_or_else(|| panic!("{name}.{relation} is gone"));
        assert_eq!(model.entity(kept.to).name, *fact.to, "{name}.{relation}");
        assert_eq!(kept.optional, fact.optional, "{name}.{relation}");
        assert_eq!(kept.prisma.as_ref().map(ToString::to_string), fact.prisma, "{name}.{relation}");
    }
    for list in &table.lists {
        let mut inverses = to(model, id).map(|(_, relation)| &relation.inverse);
        assert!(inverses.any(|inverse| *inverse == **list), "{name} has no list {list}");
    }
}

/// Fails where a field that the seed gives `users` is gone.
pub fn users_are_kept(seed: &Seed, model: &Model) {
    let (users, _) = model.find("users").expect("users");
    for (field, target) in &seed.users.0 {
        let (from, prisma) =
            target.split_once(' ').map_or((&**target, None), |(from, name)| (from, Some(name.to_owned())));
        let mut relations = to(model, users);
        let kept = relations.find(|(_, relation)| relation.inverse == **field);
        let (kept_from, kept) = kept.unwrap_or_else(|| panic!("users.{field} is gone"));
        assert_eq!(model.entity(kept_from).name, *from, "users.{field}");
        assert_eq!(kept.prisma.as_ref().map(ToString::to_string), prisma, "users.{field}");
    }
}

/// Every relation that points at an entity, with the one it starts from.
pub fn to(model: &Model, target: EntityId) -> impl Iterator<Item = (EntityId, &Relation)> {
    let relations =
        model.entities().flat_map(|(id, entity)| entity.relations.iter().map(move |relation| (id, relation)));
    relations.filter(move |(_, relation)| relation.to == target)
}

fn there(fact: &RelationFact, relation: &Relation, entity: &Entity) -> String {
    let columns = text::fields(entity, &relation.fields);
    format!("`({columns})` → `{}(id)`, `{}`", fact.to, fact.on_delete)
}

fn key_text(key: &ForeignKey, entity: &Entity, model: &Model) -> String {
    let target = model.entity(key.to);
    let (from, to) = (text::fields(entity, &key.fields), text::fields(target, &key.to_fields));
    let nulled = text::fields(entity, &key.set_null);
    let nulled = if nulled.is_empty() { nulled } else { format!(" ({nulled})") };
    format!("`({from})` → `{}({to})`, `{}{nulled}`", target.name, text::on_delete(key.on_delete))
}
