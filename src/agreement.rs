//! Where two models say the same, so that what is derived of an entity in one holds in the other: of two schemas that are
//! compared most is equal, and to find that out takes less than to derive it twice.
//!
//! This module says on which entities two models agree with all that an entity's table and its clients' code depend on. It
//! does not know what is derived of them. Names that targets give away one after another may differ all the same.

use std::collections::BTreeSet;

use crate::model::{Entity, EntityId, FieldId, Model, Name, Relation};

/// The entities on which two models agree; none where they do not agree on what everything may depend on. An id stands for
/// the same entity in both.
pub struct Agreement(Vec<bool>);

impl Agreement {
    /// Between two models.
    #[must_use]
    pub fn between(old: &Model, new: &Model) -> Self {
        if old.project != new.project || old.enums != new.enums || !names(old).eq(names(new)) {
            return Self::none();
        }
        let equal: Vec<_> = old.entities.iter().zip(&new.entities).map(|(old, new)| old == new).collect();
        let tenancy = &new.project.tenancy;
        let mut everywhere = [Some(tenancy.tenant), tenancy.members, tenancy.users].into_iter().flatten();
        if !everywhere.all(|id| equal[id.0]) {
            return Self::none();
        }
        let keys = keys(old, new);
        let agreed = new.entities().map(|(id, entity)| equal[id.0] && targets(&entity.relations).all(|to| keys[to.0]));
        Self(agreed.collect())
    }

    /// With which everything is derived twice.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Whether the models agree on every enum, by the same ids.
    #[must_use]
    pub fn is_on_enums(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether the models agree on an entity.
    #[must_use]
    pub fn is_on(&self, entity: EntityId) -> bool {
        self.0.get(entity.0) == Some(&true)
    }
}

/// What tables, and the types of clients, are called after.
fn names(model: &Model) -> impl Iterator<Item = (&Name, &str)> {
    model.entities.iter().map(|entity| (&entity.name, entity.singular.as_str()))
}

/// The entities whose keys are equal, with those of entities that their columns refer to, and so on: a column that refers
/// to an entity has the type of its key.
fn keys(old: &Model, new: &Model) -> Vec<bool> {
    let mut equal: Vec<_> =
        old.entities.iter().zip(&new.entities).map(|(old, new)| Keys::of(old) == Keys::of(new)).collect();
    loop {
        let is_off = |(id, entity): &(EntityId, &Entity)| {
            let refers = Keys::of(entity).relations.into_iter().flat_map(|relation| relation.reference.keys());
            equal[id.0] && refers.map(|key| key.to).any(|to| !equal[to.0])
        };
        let off: Vec<_> = new.entities().filter(is_off).map(|(id, _)| id).collect();
        if off.is_empty() {
            return equal;
        }
        off.into_iter().for_each(|id| equal[id.0] = false);
    }
}

/// What of an entity others can refer to.
#[derive(PartialEq)]
struct Keys<'m> {
    external: bool,
    tenancy: &'m crate::model::Tenancy,
    primary: &'m [FieldId],
    uniques: &'m [crate::model::Unique],
    fields: Vec<&'m crate::model::Field>,
    /// Those of its relations that keep their columns in keys.
    relations: Vec<&'m Relation>,
}

impl<'m> Keys<'m> {
    fn of(entity: &'m Entity) -> Self {
        let uniques = entity.uniques.iter().flat_map(|unique| unique.keys.iter().filter_map(|key| key.as_field()));
        let fields: BTreeSet<_> = entity.primary_key.fields.iter().copied().chain(uniques).collect();
        let is_in = |relation: &&Relation| relation.fields.iter().any(|field| fields.contains(field));
        Self {
            external: entity.external,
            tenancy: &entity.tenancy,
            primary: &entity.primary_key.fields,
            uniques: &entity.uniques,
            relations: entity.relations.iter().filter(is_in).collect(),
            fields: fields.into_iter().map(|id| entity.field(id)).collect(),
        }
    }
}

/// The entities that relations refer to.
fn targets(relations: &[Relation]) -> impl Iterator<Item = EntityId> {
    relations.iter().flat_map(|relation| relation.reference.keys()).map(|key| key.to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    const SCHEMA: &str = "
entities:
  shops: { tenancy: root, fields: { name: text } }
  makers: { fields: { name: text, code: text }, unique: [[code]] }
  goods: { fields: { title: text }, relations: { maker: { to: makers } } }
  notes: { primary_key: [shop_id, good], fields: { text: text }, relations: { good: { to: goods } } }
  marks: { fields: { text: text }, relations: { note: { to: notes } } }
";

    fn model(text: &str) -> Model {
        let mut sources = Sources::default();
        sources.add("schema/crmgen.yaml", "crmgen: 1\nname: shop\ntenancy: { tenant: shops, column: shop_id }\n");
        sources.add("schema/goods.yaml", text);
        crate::load_sources(sources).model.unwrap_or_else(|faults| panic!("{faults:?}"))
    }

    /// The entities agreed on after an edit.
    fn agreed(from: &str, to: &str) -> Vec<String> {
        assert!(SCHEMA.contains(from));
        let (old, new) = (model(SCHEMA), model(&SCHEMA.replace(from, to)));
        let agreement = Agreement::between(&old, &new);
        new.entities().filter(|&(id, _)| agreement.is_on(id)).map(|(_, entity)| entity.name.to_string()).collect()
    }

    #[test]
    fn what_others_cannot_refer_to_concerns_one_entity() {
        assert_eq!(agreed("text, code: text", "text, code: text, x: text"), ["goods", "marks", "notes", "shops"]);
        assert_eq!(agreed("title: text", "title: text?"), ["makers", "marks", "notes", "shops"]);
    }

    #[test]
    fn a_key_concerns_whatever_refers_to_it_at_any_distance() {
        assert_eq!(agreed("unique: [[code]]", "unique: []"), ["marks", "notes", "shops"]);
        assert_eq!(agreed("goods: {", "goods: { id: { type: bigint, identity: always },"), ["makers", "shops"]);
    }

    #[test]
    fn what_everything_may_depend_on_leaves_nothing_agreed() {
        assert_eq!(agreed("name: text } }", "name: text? } }"), [""; 0]);
        assert_eq!(agreed("goods: {", "goods: { singular: thing,"), [""; 0]);
        assert_eq!(agreed("entities:", "enums: { E: { values: [A, B] } }\nentities:"), [""; 0]);
    }
}
