//! Where two models say the same, so that clients' code sees the same too: most of two schemas is equal, and to find that
//! out takes less than to lay out what code can name.
//!
//! What is called how is for the targets to decide; that it is called alike is asked of them (`Facade::is_alike`).

use crate::model::{EntityId, Model, Name};

use super::facade::Thing;

/// The entities on which two models agree with all that their members look at; none where they do not agree on what every
/// member may depend on. An id stands for the same entity in both.
pub struct Agreement(Vec<bool>);

impl Agreement {
    /// Between two models.
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
        // A field that refers to another entity has its id's type, and a relation is shown where both ends are.
        let agreed = new.entities().map(|(id, entity)| {
            let keys = entity.relations.iter().flat_map(|relation| relation.reference.keys());
            equal[id.0] && keys.map(|key| key.to).all(|to| equal[to.0])
        });
        Self(agreed.collect())
    }

    /// With which everything is compared.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// The entity that both things are, if the models agree on it.
    pub fn on(&self, [old, new]: [&[Thing]; 2]) -> Option<EntityId> {
        match (old, new) {
            ([Thing::Entity(old)], [Thing::Entity(new)]) if old == new && self.0.get(old.0) == Some(&true) => {
                Some(*old)
            }
            _ => None,
        }
    }
}

/// What the types of clients are called after.
fn names(model: &Model) -> impl Iterator<Item = (&Name, &str)> {
    model.entities.iter().map(|entity| (&entity.name, entity.singular.as_str()))
}
