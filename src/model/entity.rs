//! Entities: the things a schema speaks of, each a table.

use super::{Access, Expression, Field, FieldId, Index, Name, Policy, Relation, Role, Supply, Tenancy, Unique, Verb};
use crate::source::{Span, Spanned};

/// The place of an entity in [`super::Model::entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub usize);

/// One entity and its table.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its name, and that of its table.
    pub name: Name,
    /// What one row is called: `activity` for `activities`.
    pub singular: String,
    /// What it means.
    pub doc: Option<String>,
    /// Whether the table exists elsewhere and no DDL is made for it.
    pub external: bool,
    /// How it stands to the tenants.
    pub tenancy: Tenancy,
    /// Its columns, in table order.
    pub fields: Vec<Field>,
    /// Its primary key.
    pub primary_key: PrimaryKey,
    /// Its references to other entities, the one to the tenant first.
    pub relations: Vec<Relation>,
    /// Its unique keys, besides the primary key.
    pub uniques: Vec<Unique>,
    /// Its indexes, besides those of keys.
    pub indexes: Vec<Index>,
    /// Its CHECK constraints.
    pub checks: Vec<Check>,
    /// Who may do what.
    pub access: Vec<Access>,
    /// Its row security policies, the wall first; none where the table is external.
    pub policies: Vec<Policy>,
    /// The name it had before a declared rename.
    pub was: Option<Name>,
    /// Names of members it had and is meant to have no more.
    pub dropped: Vec<Spanned<Name>>,
    /// The file it is written in, as shown to people.
    pub file: String,
    /// Where its name is written.
    pub span: Span,
}

/// A primary key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrimaryKey {
    /// The constraint's name.
    pub name: Name,
    /// Its columns in order; never empty.
    pub fields: Vec<FieldId>,
}

/// A CHECK constraint.
#[derive(Debug, Clone)]
pub struct Check {
    /// The constraint's name.
    pub name: Name,
    /// What must not be false.
    pub expression: Expression,
    /// Why it exists.
    pub origin: CheckOrigin,
    /// The name it had before a declared rename.
    pub was: Option<Name>,
    /// Where it is written, or what it derives from.
    pub span: Span,
}

/// Why a CHECK exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckOrigin {
    /// It is written in the schema.
    Declared,
    /// It holds a text column to the values of its enum.
    EnumValues(FieldId),
}

impl PartialEq for Check {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.expression, self.origin, &self.was)
            == (&other.name, &other.expression, other.origin, &other.was)
    }
}

/// A trigger that an entity's table carries. All run for each row before an UPDATE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// Sets a field to the current time.
    Touch(FieldId),
    /// Refuses to change the tenant key.
    KeepTenant(FieldId),
}

impl Entity {
    /// The field behind an id.
    #[must_use]
    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.0]
    }

    /// Every field with its id, in table order.
    pub fn fields(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        self.fields.iter().enumerate().map(|(at, field)| (FieldId(at), field))
    }

    /// The field of that name.
    #[must_use]
    pub fn find_field(&self, name: &str) -> Option<(FieldId, &Field)> {
        self.fields().find(|(_, field)| field.name.as_str() == name)
    }

    /// What a role may do; `None` where it may do nothing.
    #[must_use]
    pub fn access(&self, role: Role) -> Option<&Access> {
        self.access.iter().find(|access| access.role == role)
    }

    /// Whether a role may use a verb on any row.
    #[must_use]
    pub fn allows(&self, role: Role, verb: Verb) -> bool {
        self.access(role).is_some_and(|access| access.allows(verb))
    }

    /// Whether the field alone is the primary key and the database makes its value.
    #[must_use]
    pub fn is_made_key(&self, id: FieldId) -> bool {
        self.primary_key.fields == [id] && self.field(id).supply != Supply::Client
    }

    /// Whether services that may insert may give this column a value: not a key the database makes, nothing computed.
    #[must_use]
    pub fn is_insertable(&self, id: FieldId) -> bool {
        !self.field(id).is_computed() && !self.is_made_key(id)
    }

    /// Whether services that may update may change this column: no key, not the tenant, nothing computed or fixed.
    #[must_use]
    pub fn is_updatable(&self, id: FieldId) -> bool {
        let field = self.field(id);
        let fixed = field.is_computed() || field.set_once;
        !fixed && !self.primary_key.fields.contains(&id) && self.tenancy.key() != Some(id)
    }

    /// The columns services may insert, in table order.
    pub fn insertable(&self) -> impl Iterator<Item = FieldId> {
        self.fields().map(|(id, _)| id).filter(|&id| self.is_insertable(id))
    }

    /// The columns services may update, in table order.
    pub fn updatable(&self) -> impl Iterator<Item = FieldId> {
        self.fields().map(|(id, _)| id).filter(|&id| self.is_updatable(id))
    }

    /// The triggers of the table: the tenant's guard first, then a touch for each field that has one.
    pub fn triggers(&self) -> impl Iterator<Item = Trigger> {
        let guard = self.tenancy.key().map(Trigger::KeepTenant);
        let touches = self.fields().filter(|(_, field)| field.touched).map(|(id, _)| Trigger::Touch(id));
        guard.into_iter().chain(touches)
    }
}

impl PartialEq for Entity {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.singular, &self.doc, self.external, &self.tenancy, &self.was, &self.file)
            == (&other.name, &other.singular, &other.doc, other.external, &other.tenancy, &other.was, &other.file)
            && (&self.fields, &self.primary_key, &self.relations, &self.uniques)
                == (&other.fields, &other.primary_key, &other.relations, &other.uniques)
            && (&self.indexes, &self.checks, &self.access, &self.policies)
                == (&other.indexes, &other.checks, &other.access, &other.policies)
            && self.dropped == other.dropped
    }
}
