//! Indexes and unique keys.

use super::{Expression, FieldId, Name, RelationId};
use crate::source::Span;

/// An index that is not a constraint's.
#[derive(Debug, Clone)]
pub struct Index {
    /// Its name.
    pub name: Name,
    /// What it is for.
    pub doc: Option<String>,
    /// Its keys in order; never empty.
    pub keys: Vec<IndexKey>,
    /// The access method.
    pub method: Method,
    /// The rows it covers, where it does not cover all.
    pub filter: Option<Expression>,
    /// Why it exists.
    pub origin: IndexOrigin,
    /// The name it had before a declared rename.
    pub was: Option<Name>,
    /// Where it is written, or what it derives from.
    pub span: Span,
}

/// Why an index exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexOrigin {
    /// It is written in the schema.
    Declared,
    /// A relation needs it: its foreign keys look for referencing rows.
    Relation(RelationId),
    /// The tenant key needs one and no other index starts with it.
    TenantKey,
}

/// One key of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexKey {
    /// What is indexed.
    pub part: KeyPart,
    /// The order of entries.
    pub direction: Direction,
    /// Where NULLs sort, when not where PostgreSQL puts them by default.
    pub nulls: Option<Nulls>,
    /// The operator class, when not the type's default.
    pub opclass: Option<Name>,
}

/// What an index key indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPart {
    /// A column.
    Field(FieldId),
    /// An immutable expression.
    Expression(Expression),
}

/// The order of an index's entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// Where NULLs sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// Before all values.
    First,
    /// After all values.
    Last,
}

/// An index access method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// B-tree, the default.
    Btree,
    /// Inverted, for arrays, JSON and text search.
    Gin,
    /// Generalized search tree.
    Gist,
    /// Block ranges.
    Brin,
    /// Hash.
    Hash,
}

/// A unique key: a constraint where it has plain columns and no filter, else a unique index.
#[derive(Debug, Clone)]
pub struct Unique {
    /// Its name.
    pub name: Name,
    /// Its keys in order; never empty.
    pub keys: Vec<IndexKey>,
    /// The rows it covers, where it does not cover all.
    pub filter: Option<Expression>,
    /// Whether two NULLs count as equal.
    pub nulls_not_distinct: bool,
    /// Why it exists.
    pub origin: UniqueOrigin,
    /// The name it had before a declared rename.
    pub was: Option<Name>,
    /// Where it is written, or what it derives from.
    pub span: Span,
}

/// Why a unique key exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UniqueOrigin {
    /// It is written in the schema.
    Declared,
    /// A one-to-one relation.
    Relation(RelationId),
    /// Foreign keys that carry the tenant point at it.
    TenantTarget,
}

impl IndexKey {
    /// An ascending key on a column.
    #[must_use]
    pub fn field(field: FieldId) -> Self {
        Self { part: KeyPart::Field(field), direction: Direction::Ascending, nulls: None, opclass: None }
    }

    /// The column, where the key is one.
    #[must_use]
    pub fn as_field(&self) -> Option<FieldId> {
        match &self.part {
            KeyPart::Field(field) => Some(*field),
            KeyPart::Expression(_) => None,
        }
    }
}

impl Unique {
    /// Its columns, where it is a constraint; `None` where PostgreSQL needs a unique index for it.
    #[must_use]
    pub fn as_constraint(&self) -> Option<Vec<FieldId>> {
        let plain = |key: &IndexKey| {
            key.as_field()
                .filter(|_| key.direction == Direction::Ascending && key.nulls.is_none() && key.opclass.is_none())
        };
        self.filter.is_none().then(|| self.keys.iter().map(plain).collect()).flatten()
    }
}

impl PartialEq for Index {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.doc, &self.keys, self.method, &self.filter, self.origin, &self.was)
            == (&other.name, &other.doc, &other.keys, other.method, &other.filter, other.origin, &other.was)
    }
}

impl PartialEq for Unique {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.keys, &self.filter, self.nulls_not_distinct, self.origin, &self.was)
            == (&other.name, &other.keys, &other.filter, other.nulls_not_distinct, other.origin, &other.was)
    }
}
