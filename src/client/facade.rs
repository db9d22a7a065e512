//! What code of one kind of client sees of a model, thing by thing: each member in outline, told apart without a copy of
//! its names, so that two models can be compared where most is equal.

use std::borrow::Cow;

use super::lineage::Lineage;
use super::{Key, Member, Origin, Role};
use crate::model::{EntityId, EnumId};

/// What a client's members belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// The project: the target itself.
    Project,
    /// An enum.
    Enum(EnumId),
    /// An entity.
    Entity(EntityId),
}

/// The members of one thing, in any order.
pub type Members<'m> = Vec<Sketch<'m>>;

/// What code of one kind of client sees of a model.
pub trait Facade {
    /// What the things of the model were called before.
    fn lineage(&self) -> &Lineage<'_>;

    /// Whether a thing and all that belongs to it is called as on another side, where it has the same id.
    fn is_alike(&self, other: &Self, thing: Thing) -> bool;

    /// The types that stand for a thing: all that other members' types can name.
    fn types(&self, of: Thing) -> Members<'_>;

    /// Everything that code can name of a thing, its types among them. A relation belongs to where it starts, at both
    /// of its ends.
    fn members(&self, of: Thing) -> Members<'_>;
}

/// A member in outline.
#[derive(Debug, Clone)]
pub struct Sketch<'m> {
    /// Its role.
    pub role: Role,
    /// What it comes from, under the names of the old side.
    pub was: Origin<&'m str>,
    /// What it comes from.
    pub origin: Origin<&'m str>,
    /// What stands before its name in its path, in pieces.
    pub stem: [&'m str; 3],
    /// The last part of its path.
    pub name: Cow<'m, str>,
    /// What stands behind its name in its path.
    pub end: &'static str,
    /// Its type, whether or not it may be absent; empty for what has none.
    pub ty: Cow<'m, str>,
    /// Whether what is read may be absent.
    pub optional: bool,
    /// Whether it must be given when a row is made.
    pub required: bool,
    /// What it is a part of, or follows from.
    pub parents: [Option<Key<&'m str>>; 2],
}

/// What everything is a part of.
pub const WHOLE: Key<&str> = (Role::Whole, Origin::Project);

impl<'m> Sketch<'m> {
    /// A member without a type, which always is there and need not be given.
    pub fn new((role, was): Key<&'m str>, origin: Origin<&'m str>, name: impl Into<Cow<'m, str>>) -> Self {
        Self {
            role,
            was,
            origin,
            stem: [""; 3],
            name: name.into(),
            end: "",
            ty: Cow::Borrowed(""),
            optional: false,
            required: false,
            parents: [None, None],
        }
    }

    /// As part of another member.
    pub fn part_of(mut self, parent: Key<&'m str>) -> Self {
        let free = self.parents.iter().position(Option::is_none).unwrap_or(1);
        self.parents[free] = Some(parent);
        self
    }

    /// What tells it apart.
    pub fn key(&self) -> Key {
        (self.role, self.was.to_owned())
    }

    /// Whether another one has its key.
    pub fn is_beside(&self, other: &Self) -> bool {
        self.role == other.role && self.was == other.was
    }

    /// It with all that is said of it.
    pub fn member(&self) -> Member {
        let parents = self.parents.iter().flatten();
        Member {
            path: format!("{}{}{}", self.stem.concat(), self.name, self.end),
            name: self.name.clone().into_owned(),
            ty: self.ty.clone().into_owned(),
            optional: self.optional,
            required: self.required,
            origin: self.origin.to_owned(),
            parents: parents.map(|(role, origin)| (*role, origin.to_owned())).collect(),
        }
    }
}
