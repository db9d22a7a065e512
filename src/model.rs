//! What a schema means: entities, fields, relations and tenancy, checked and complete.
//!
//! The model does not know YAML, SQL text, templates or files. Only [`crate::resolve`] makes a [`Model`], so whoever
//! holds one holds a schema that passed every check: names exist, defaults fit, no key crosses tenants. Spans are kept
//! beside values for messages and stay outside `==`, so two models are equal when they mean the same.

pub mod access;
pub mod date;
pub mod entity;
pub mod enumeration;
pub mod evolution;
pub mod expression;
pub mod field;
pub mod field_type;
pub mod index;
pub mod name;
pub mod policy;
pub mod project;
pub mod relation;
pub mod tenancy;

pub use access::{Access, Role, Verb, VerbAccess};
pub use date::Date;
pub use entity::{Check, CheckOrigin, Entity, EntityId, PrimaryKey, Trigger};
pub use enumeration::{EnumId, EnumStorage, EnumValue, Enumeration};
pub use evolution::{Accepted, Replaced};
pub use expression::Expression;
pub use field::{Default, Field, FieldId, FieldOrigin, Identity, Literal, Supply};
pub use field_type::{FieldType, Scalar};
pub use index::{Direction, Index, IndexKey, IndexOrigin, KeyPart, Method, Nulls, Unique, UniqueOrigin};
pub use name::Name;
pub use policy::{Grantee, Policy, PolicyKind, PolicyRule, RowRule, Wall};
pub use project::{
    Bind, Context, ContextSource, IdStyle, NameStyle, PostgresTarget, PrismaTarget, Project, RoleName, Roles,
    RustTarget, Targets, TenancyRules, Versions, WhenUnset,
};
pub use relation::{ForeignKey, OnDelete, Reference, Relation, RelationId};
pub use tenancy::Tenancy;

/// A whole schema, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What the project file says.
    pub project: Project,
    /// Every enum, ordered by name.
    pub enums: Vec<Enumeration>,
    /// Every entity, ordered by name.
    pub entities: Vec<Entity>,
}

impl Model {
    /// The entity behind an id.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0]
    }

    /// The enum behind an id.
    #[must_use]
    pub fn enumeration(&self, id: EnumId) -> &Enumeration {
        &self.enums[id.0]
    }

    /// Every entity with its id, ordered by name.
    pub fn entities(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.entities.iter().enumerate().map(|(at, entity)| (EntityId(at), entity))
    }

    /// The entities whose tables are made here, ordered by name; external ones are left out.
    pub fn managed(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.entities().filter(|(_, entity)| !entity.external)
    }

    /// The entity of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<(EntityId, &Entity)> {
        let at = self.entities.binary_search_by(|entity| entity.name.as_str().cmp(name)).ok()?;
        Some((EntityId(at), &self.entities[at]))
    }

    /// For each entity, in order of id, the relations that point at it, each with the entity it starts from, in order of
    /// that entity's name.
    #[must_use]
    pub fn relations_by_target(&self) -> Vec<Vec<(EntityId, &Relation)>> {
        let mut by_target = vec![Vec::new(); self.entities.len()];
        for (id, entity) in self.entities() {
            for relation in &entity.relations {
                by_target[relation.to.0].push((id, relation));
            }
        }
        by_target
    }
}
