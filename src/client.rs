//! What clients' code can name, of the Prisma client and of the Rust crate, and what of it differs between two models.
//!
//! Names and types are those that the targets decide on; nothing is decided here but what breaks ([`Rule`]). This layer
//! does not know SQL, migrations or how findings are shown.

mod compare;
mod facade;
mod lineage;
mod prisma;
mod rule;
mod rust;

use std::collections::BTreeMap;

use crate::agreement::Agreement;
use crate::model::Model;

pub use compare::{Difference, Kind};
use facade::Facade;
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
pub enum Origin<S = String> {
    /// The project: the target itself.
    Project,
    /// An entity: its table.
    Entity(S),
    /// A field: its table and column.
    Field(S, S),
    /// A relation: the entity it starts from, and its name.
    Relation(S, S),
    /// A unique key: its entity, and its columns.
    Key(S, Vec<S>),
    /// An enum.
    Enum(S),
    /// A value of an enum.
    Value(S, S),
}

impl Origin<&str> {
    fn to_owned(&self) -> Origin {
        match self {
            Self::Project => Origin::Project,
            Self::Entity(name) => Origin::Entity((*name).to_owned()),
            Self::Field(of, name) => Origin::Field((*of).to_owned(), (*name).to_owned()),
            Self::Relation(of, name) => Origin::Relation((*of).to_owned(), (*name).to_owned()),
            Self::Key(of, columns) => {
                Origin::Key((*of).to_owned(), columns.iter().map(|&column| column.to_owned()).collect())
            }
            Self::Enum(name) => Origin::Enum((*name).to_owned()),
            Self::Value(of, name) => Origin::Value((*of).to_owned(), (*name).to_owned()),
        }
    }
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

/// What tells a member apart: its role, and what it comes from under the names of the old side.
pub type Key<S = String> = (Role, Origin<S>);

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
        let own = Lineage::own(model);
        match client {
            Client::Prisma => Self::whole(&prisma::Prisma::of(model, prisma::names(model).as_ref(), &own)),
            Client::Rust => Self::whole(&rust::Rust::of(model, &own)),
        }
    }

    fn whole(facade: &impl Facade) -> Self {
        let members = facade.lineage().things().flat_map(|(_, thing)| facade.members(thing));
        Self { members: members.map(|sketch| (sketch.key(), sketch.member())).collect() }
    }
}

/// What differs for clients between two models, by client and origin, in order. Renames count where the new model
/// declares them.
#[must_use]
pub fn differences(old: &Model, new: &Model) -> Vec<Difference> {
    beside(old, new, &Agreement::between(old, new))
}

/// What differs beside what the models agree on.
fn beside(old: &Model, new: &Model, agreed: &Agreement) -> Vec<Difference> {
    let (own, since) = (Lineage::own(old), Lineage::since(old, new));
    let [was, is] = [old, new].map(prisma::names);
    let prisma = [prisma::Prisma::of(old, was.as_ref(), &own), prisma::Prisma::of(new, is.as_ref(), &since)];
    let mut found = compare::differences(Client::Prisma, &prisma, agreed);
    let rust = [rust::Rust::of(old, &own), rust::Rust::of(new, &since)];
    found.extend(compare::differences(Client::Rust, &rust, agreed));
    found
}

#[cfg(test)]
mod tests;
