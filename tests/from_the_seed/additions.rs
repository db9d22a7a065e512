//! Enums and tables that the seed does not define, and lists on its models that it does not have.

use std::collections::BTreeSet;

use crmgen::model::{Entity, EnumId, Enumeration, Model, Scalar};

use crate::facts::{Seed, Table};
use crate::page::Row;
use crate::text;

/// A row for each table, for each enum of the seed's tables, and for each list on a model of the seed that it lacks.
pub fn compare(seed: &Seed, model: &Model) -> Vec<Row> {
    let is_new = |name: &str| !seed.tables.0.iter().any(|(table, _)| table == name);
    let tables = model.entities.iter().filter(|entity| is_new(entity.name.as_str())).map(table);
    let enums = model.enums.iter().enumerate().filter(|(_, found)| !seed_has(seed, found));
    let enums = enums.filter(|(at, _)| is_used_by_seed(seed, model, EnumId(*at))).map(|(_, found)| enumeration(found));
    let lists = seed.tables.0.iter().flat_map(|(name, table)| lists(name, &table.lists, model));
    let of_users: Vec<_> = seed.users.0.iter().map(|(field, _)| field.clone()).collect();
    tables.chain(enums).chain(lists).chain(self::lists("users", &of_users, model)).collect()
}

/// Fails where an enum of the seed has other values.
pub fn enums_are_kept(seed: &Seed, model: &Model) {
    for (name, values) in &seed.enums.0 {
        let kept = model.enums.iter().find(|kept| kept.name == **name).unwrap_or_else(|| panic!("{name} is gone"));
        let kept: Vec<_> = kept.values.iter().map(|value| value.name.to_string()).collect();
        assert_eq!(kept, *values, "{name}");
    }
}

fn seed_has(seed: &Seed, found: &Enumeration) -> bool {
    seed.enums.0.iter().any(|(name, _)| found.name == **name)
}

fn is_used_by_seed(seed: &Seed, model: &Model, id: EnumId) -> bool {
    let uses = |(name, _): &(String, Table)| {
        let entity = model.find(name).map(|(_, entity)| entity);
        entity.is_some_and(|entity| entity.fields.iter().any(|field| field.ty.scalar == Scalar::Enum(id)))
    };
    seed.tables.0.iter().any(uses)
}

fn table(entity: &Entity) -> Row {
    let columns = text::names(entity.fields.iter().map(|field| &field.name));
    Row::new(entity.name.to_string(), "", format!("table with `{columns}`"))
}

fn enumeration(found: &Enumeration) -> Row {
    let values = text::names(found.values.iter().map(|value| &value.name));
    Row::new(found.name.to_string(), "", format!("enum of `{values}`"))
}

fn lists(name: &str, known: &[String], model: &Model) -> Vec<Row> {
    let (id, _) = model.find(name).unwrap_or_else(|| panic!("{name} is gone"));
    let inverses: BTreeSet<_> =
        crate::relations::to(model, id).map(|(_, relation)| relation.inverse.to_string()).collect();
    let added = inverses.into_iter().filter(|inverse| !known.contains(inverse));
    added.map(|inverse| Row::new(format!("{name}.{inverse}"), "", format!("list `{inverse}` in Prisma"))).collect()
}
