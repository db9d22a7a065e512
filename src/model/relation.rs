//! Relations between entities, and the foreign keys that hold them.

use super::{EntityId, FieldId, Name};
use crate::source::Span;

/// The place of a relation in its entity's [`super::Entity::relations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationId(pub usize);

/// A reference from one entity to another.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Its name: `assigned_to` for the column `assigned_to_id`.
    pub name: Name,
    /// What it means.
    pub doc: Option<String>,
    /// The entity it points at.
    pub to: EntityId,
    /// The columns that hold the reference, the tenant key left out; never empty.
    pub fields: Vec<FieldId>,
    /// Whether it may be absent.
    pub optional: bool,
    /// Whether at most one row points at a target: the inverse side is one row, not a list.
    pub one_to_one: bool,
    /// The foreign keys that hold it.
    pub reference: Reference,
    /// The field that the target gets in Prisma.
    pub inverse: Name,
    /// The relation's name in Prisma, where the schema gives one.
    pub prisma: Option<Name>,
    /// The name it had before a declared rename.
    pub was: Option<Name>,
    /// Where its name is written.
    pub span: Span,
}

/// The foreign keys behind a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// A key without the tenant: to the tenant itself, or where one side has no tenant.
    Plain(ForeignKey),
    /// A key that carries the tenant, alone: the target's primary key starts with its tenant key.
    Tenant(ForeignKey),
    /// Both. The tenant key is made first and its name sorts first, so that it answers first: a missing parent and
    /// another tenant's parent then fail alike.
    Both {
        /// The key that carries the tenant.
        tenant: ForeignKey,
        /// The key that clients' relations use.
        plain: ForeignKey,
    },
}

/// A foreign key constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: Name,
    /// The referencing columns, the tenant key first where it has one.
    pub fields: Vec<FieldId>,
    /// The table pointed at: the relation's target, or the membership table for a tenant key to a user.
    pub to: EntityId,
    /// The columns pointed at, paired with `fields`.
    pub to_fields: Vec<FieldId>,
    /// What happens when the row pointed at is deleted.
    pub on_delete: OnDelete,
    /// Under [`OnDelete::SetNull`], the columns set to NULL when they are not all of `fields`.
    pub set_null: Vec<FieldId>,
}

/// What happens to a row when the one it points at is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OnDelete {
    /// It is deleted too.
    Cascade,
    /// The delete is refused at once.
    Restrict,
    /// The delete is refused at the end of the statement.
    NoAction,
    /// The reference becomes NULL.
    SetNull,
}

impl Reference {
    /// The keys in the order in which they must be made: the tenant key first.
    pub fn keys(&self) -> impl Iterator<Item = &ForeignKey> {
        let (first, second) = match self {
            Self::Plain(key) | Self::Tenant(key) => (key, None),
            Self::Both { tenant, plain } => (tenant, Some(plain)),
        };
        std::iter::once(first).chain(second)
    }
}

impl Relation {
    /// What happens when the target is deleted.
    #[must_use]
    pub fn on_delete(&self) -> OnDelete {
        match &self.reference {
            Reference::Plain(key) | Reference::Tenant(key) | Reference::Both { plain: key, .. } => key.on_delete,
        }
    }
}

impl PartialEq for Relation {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.doc, self.to, &self.fields, self.optional, self.one_to_one)
            == (&other.name, &other.doc, other.to, &other.fields, other.optional, other.one_to_one)
            && (&self.reference, &self.inverse, &self.prisma, &self.was)
                == (&other.reference, &other.inverse, &other.prisma, &other.was)
    }
}
