//! What clients' code can name, of the Prisma client and of the Rust crate, and what of it differs between two models.
//!
//! Names and types are those that the targets decide on; nothing is decided here but what breaks ([`Rule`]). This layer
//! does not know SQL, migrations or how findings are shown.

mod compare;
mod lineage;
mod prisma;
mod rule;
mod rust;

use std::collections::BTreeMap;

use crate::model::Model;

pub use compare::{Difference, Kind};
use lineage::Lineage;
pub use rule::Rule;

/// A kind of client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Client {
    /// The client that Prisma generates.
    Prisma,
    /// The generated crate.
    Rust,
}

impl Client {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Prisma, Self::Rust];

    /// What it is called in a sentence.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Prisma => "Prisma",
            Self::Rust => "Rust",
        }
    }
}

/// What a member comes from, by the names in the schema: those of entities and fields are those of tables and columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The project: the target itself.
    Project,
    /// An entity: its table.
    Entity(String),
    /// A field: its table and column.
    Field(String, String),
    /// A relation: the entity it starts from, and its name.
    Relation(String, String),
    /// A unique key: its entity, and its columns.
    Key(String, Vec<String>),
    /// An enum.
    Enum(String),
    /// A value of an enum.
    Value(String, String),
}

/// What kind of thing a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The client as a whole.
    Whole,
    /// An entity: a model in Prisma; in Rust the struct of a row.
    Entity,
    /// An entity's id type in Rust.
    Id,
    /// The struct for inserting in Rust.
    New,
    /// The struct for updating in Rust.
    Changes,
    /// A function of the tenant's transaction in Rust, by what it does.
    Function(&'static str),
    /// A field of an entity.
    Field,
    /// A field of the struct for inserting.
    NewField,
    /// A field of the struct for updating.
    ChangesField,
    /// The constant with a column's name.
    Column,
    /// A relation's field on the side that holds it.
    Relation,
    /// A relation's field on the other side.
    Inverse,
    /// A unique key, as rows are found by it.
    Unique,
    /// An enum.
    Enum,
    /// A value of an enum.
    Value,
}

/// What everything is a part of.
const WHOLE: Key = (Role::Whole, Origin::Project);

/// What tells a member apart: its role, and what it comes from under the names of the old side.
pub type Key = (Role, Origin);

/// Something that clients' code can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// As code names it: `Lead.score`, `LeadStatus::Won`.
    pub path: String,
    /// The last part of the path.
    pub name: String,
    /// Its type, whether or not it may be absent; empty for what has none.
    pub ty: String,
    /// Whether what is read may be absent.
    pub optional: bool,
    /// Whether it must be given when a row is made.
    pub required: bool,
    /// What it comes from.
    pub origin: Origin,
    /// What it is a part of, or follows from: where that comes or goes, nothing more is said of this.
    pub parents: Vec<Key>,
}

/// Everything that code of one kind of client can name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    /// The members.
    pub members: BTreeMap<Key, Member>,
}

impl Surface {
    /// What code of a client can name; nothing where the project has no such target.
    #[must_use]
    pub fn of(client: Client, model: &Model) -> Self {
        Self::since(client, model, &Lineage::own(model))
    }

    /// The same, the members told apart by earlier names.
    fn since(client: Client, model: &Model, lineage: &Lineage) -> Self {
        match client {
            Client::Prisma => prisma::surface(model, lineage),
            Client::Rust => rust::surface(model, lineage),
        }
    }

    /// Adds a member.
    fn add(&mut self, key: Key, member: Member) {
        self.members.insert(key, member);
    }

    /// Adds what all else is a part of.
    fn add_whole(&mut self, name: &str) {
        self.add(WHOLE, member(name, name, Origin::Project, []));
    }
}

/// A member without a type.
fn member(path: &str, name: &str, origin: Origin, parents: impl Into<Vec<Key>>) -> Member {
    let (path, name, parents) = (path.to_owned(), name.to_owned(), parents.into());
    Member { path, name, ty: String::new(), optional: false, required: false, origin, parents }
}

/// What differs for clients between two models, by client and origin, in order. Renames count where the new model
/// declares them.
#[must_use]
pub fn differences(old: &Model, new: &Model) -> Vec<Difference> {
    let (own, since) = (Lineage::own(old), Lineage::since(old, new));
    let of =
        |client| compare::differences(client, &Surface::since(client, old, &own), &Surface::since(client, new, &since));
    Client::ALL.into_iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests;
