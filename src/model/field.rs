//! Fields, and how each gets its value.

use super::{Expression, FieldType, Name, RelationId};
use crate::source::Span;

/// The place of a field in its entity's [`super::Entity::fields`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(pub usize);

/// One column of an entity.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name, and that of its column.
    pub name: Name,
    /// What it means.
    pub doc: Option<String>,
    /// Its type.
    pub ty: FieldType,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Where its value comes from when an insert leaves it out.
    pub supply: Supply,
    /// A value as rows to try the schema with have it, where none can be guessed from name and type.
    pub example: Option<Literal>,
    /// Whether the database sets it to the current time on every update.
    pub touched: bool,
    /// Whether it is fixed once inserted: services may not update it.
    pub set_once: bool,
    /// Why the column exists.
    pub origin: FieldOrigin,
    /// The name it had before a declared rename.
    pub was: Option<Name>,
    /// What rows get that are there when the field comes or becomes required. Columns that the entity has lost may stand
    /// in the text; they are not among its fields.
    pub backfill: Option<Expression>,
    /// How values of the former type become values of this one. Columns may be lost ones, as in `backfill`.
    pub using: Option<Expression>,
    /// Where its name is written (for a derived field, what it derives from).
    pub span: Span,
}

/// Why a column exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldOrigin {
    /// Written as a field.
    Own,
    /// The tenant key of an owned entity.
    TenantKey,
    /// Made by a relation.
    Relation(RelationId),
}

/// Where a value comes from when an insert leaves the field out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supply {
    /// From the client, or NULL where the field may be.
    Client,
    /// From a default.
    Default(Default),
    /// Always computed from other fields of the row, and stored.
    Generated(Expression),
    /// From a sequence of its own.
    Identity(Identity),
}

/// A column default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Default {
    /// A constant that fits the type.
    Literal(Literal),
    /// The transaction's start: `now()`, `CURRENT_DATE` for a date, `LOCALTIME` for a time.
    Now,
    /// A random UUID.
    Uuid,
    /// A UUID that starts with the time.
    UuidV7,
    /// The tenant of the current context.
    CurrentTenant,
    /// An expression over no columns.
    Sql(Expression),
}

/// When a sequence supplies the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Always; a client's value is refused.
    Always,
    /// When the client gives none.
    ByDefault,
}

/// A constant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A text, or any type that is written as one: a date, a UUID, an interval.
    Text(String),
    /// An enum's value.
    EnumValue(Name),
    /// A number, spelled in canonical decimal or exponent form.
    Number(String),
    /// True or false.
    Boolean(bool),
    /// JSON, in compact form.
    Json(String),
    /// An array's elements.
    Array(Vec<Literal>),
}

impl Field {
    /// Whether the column's value is always the database's own: a generated column or an `ALWAYS` identity.
    #[must_use]
    pub fn is_computed(&self) -> bool {
        matches!(self.supply, Supply::Generated(_) | Supply::Identity(Identity::Always))
    }

    /// Whether an insert may leave it out.
    #[must_use]
    pub fn is_optional_on_insert(&self) -> bool {
        self.nullable || self.supply != Supply::Client
    }

    /// The default, where it has one.
    #[must_use]
    pub fn default(&self) -> Option<&Default> {
        match &self.supply {
            Supply::Default(default) => Some(default),
            Supply::Client | Supply::Generated(_) | Supply::Identity(_) => None,
        }
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        let meaning = |field: &Self| {
            (field.ty, field.nullable, field.touched, field.set_once, field.name.clone(), field.was.clone())
        };
        meaning(self) == meaning(other)
            && self.doc == other.doc
            && (&self.supply, &self.example) == (&other.supply, &other.example)
            && (&self.backfill, &self.using) == (&other.backfill, &other.using)
            && self.origin == other.origin
    }
}
