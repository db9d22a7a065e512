//! Which Rust type each column has, ids above all.
//!
//! An entity whose key is one column of its own, the tenant key left out, has a type for it (`LeadId`), and so has every
//! column that refers to it, however many relations lie between. This module does not know text or layout.

use crate::model::{Entity, EntityId, FieldId, FieldOrigin, FieldType, IdStyle, Model, Reference, Scalar};
use crate::naming::rust::RustNames;
use crate::spelling::{self, Rust};

use super::layout::Type;

/// The types of a model's columns.
pub(crate) struct Types<'m> {
    model: &'m Model,
    names: &'m RustNames,
    ids: IdStyle,
}

impl<'m> Types<'m> {
    /// The types of a model's columns; `ids` says whether ids have types of their own.
    pub(crate) fn new(model: &'m Model, names: &'m RustNames, ids: IdStyle) -> Self {
        Self { model, names, ids }
    }

    /// The column that the entity's own id type stands for.
    pub(crate) fn id(&self, entity: EntityId) -> Option<FieldId> {
        match self.ids {
            IdStyle::Typed => own_id(self.model.entity(entity)),
            IdStyle::Plain => None,
        }
    }

    /// The type of the column inside the id type.
    pub(crate) fn id_content(&self, entity: EntityId, field: FieldId) -> Type {
        self.plain(self.model.entity(entity).field(field).ty)
    }

    /// A column's type where it has a value; names of `entity`'s own module stand bare.
    pub(crate) fn value(&self, entity: EntityId, field: FieldId) -> Type {
        match self.id_behind(entity, field) {
            Some(owner) if owner == entity => Type::Path(self.names.entity(owner).id()),
            Some(owner) => Type::Path(in_root(&self.names.entity(owner).id())),
            None => self.plain(self.model.entity(entity).field(field).ty),
        }
    }

    /// A column's type in a row: `Option<…>` where it may be NULL.
    pub(super) fn column(&self, entity: EntityId, field: FieldId) -> Type {
        let value = self.value(entity, field);
        if self.model.entity(entity).field(field).nullable { value.optional() } else { value }
    }

    /// The type of a tenant's id.
    pub(crate) fn tenant(&self) -> Type {
        let tenant = self.model.project.tenancy.tenant;
        match own_id(self.model.entity(tenant)) {
            Some(_) if self.ids == IdStyle::Typed => Type::Path(in_root(&self.names.entity(tenant).id())),
            Some(_) | None => self.plain(FieldType::plain(Scalar::Uuid)),
        }
    }

    /// The entity that a column points at, where it is one relation's.
    pub(super) fn target(&self, entity: EntityId, field: FieldId) -> Option<EntityId> {
        target(self.model, entity, field).map(|(to, _)| to)
    }

    fn plain(&self, ty: FieldType) -> Type {
        let scalar = match (spelling::spelling(self.model, ty.scalar).rust, ty.scalar) {
            (Rust::Path(path), _) => parse(path),
            (Rust::Enum, Scalar::Enum(id)) => Type::Path(in_root(&self.names.enumeration(id).name)),
            (Rust::Enum, _) => unreachable!("only enums are spelled as enums"),
        };
        if ty.array { scalar.inside("Vec") } else { scalar }
    }

    /// The entity whose id type a column has: its own, or that at the end of the relations that start at it.
    fn id_behind(&self, mut entity: EntityId, mut field: FieldId) -> Option<EntityId> {
        // Shared keys can refer to one another in a circle; then nobody's id is at its end.
        for _ in 0..=self.model.entities.len() {
            if self.id(entity) == Some(field) {
                return Some(entity);
            }
            (entity, field) = target(self.model, entity, field)?;
        }
        None
    }
}

/// The path, inside the generated crate, of what its root holds.
pub(super) fn in_root(name: &str) -> String {
    ["crate", name].join("::")
}

/// The one column of the key besides the tenant key, where it is the entity's own and like an id.
fn own_id(entity: &Entity) -> Option<FieldId> {
    let tenant = entity.tenancy.key();
    let mut own = entity.primary_key.fields.iter().copied().filter(|&field| Some(field) != tenant);
    let (Some(id), None) = (own.next(), own.next()) else { return None };
    let refers = entity.relations.iter().any(|relation| relation.fields.contains(&id));
    (!refers && is_like_an_id(entity.field(id).ty)).then_some(id)
}

/// Whether a key of this type gets a type of its own: numbers, texts and UUIDs do.
fn is_like_an_id(ty: FieldType) -> bool {
    use Scalar as S;
    let scalar = match ty.scalar {
        S::SmallInt | S::Integer | S::BigInt | S::Uuid => true,
        S::Text | S::Varchar(_) | S::Char(_) | S::Citext => true,
        S::Numeric(_) | S::Real | S::DoublePrecision | S::Boolean | S::Date | S::Time | S::Timestamp => false,
        S::Timestamptz | S::Interval | S::Jsonb | S::Json | S::Bytea | S::Inet | S::Vector(_) | S::Enum(_) => false,
    };
    scalar && !ty.array
}

/// The column that a relation's column points at. Of two keys behind a relation, that of clients counts.
fn target(model: &Model, entity: EntityId, field: FieldId) -> Option<(EntityId, FieldId)> {
    let this = model.entity(entity);
    if let Some(relation) = this.relations.iter().find(|relation| relation.fields.contains(&field)) {
        let (Reference::Plain(key) | Reference::Tenant(key) | Reference::Both { plain: key, .. }) = &relation.reference;
        let at = key.fields.iter().position(|&of| of == field)?;
        return Some((key.to, key.to_fields[at]));
    }
    let tenant = model.project.tenancy.tenant;
    let is_tenant = this.field(field).origin == FieldOrigin::TenantKey;
    is_tenant.then(|| model.entity(tenant).primary_key.fields.first()).flatten().map(|&key| (tenant, key))
}

/// Reads a path of the spelling table: `chrono::DateTime<chrono::Utc>` is one type inside another.
fn parse(path: &'static str) -> Type {
    match path.strip_suffix('>').and_then(|path| path.split_once('<')) {
        Some((outer, inner)) => Type::Path(inner.to_owned()).inside(outer),
        None => Type::Path(path.to_owned()),
    }
}
