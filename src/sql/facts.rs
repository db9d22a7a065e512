//! What a database holds, as facts that can be compared one by one.
//!
//! Facts know objects, their attributes and what depends on what. They do not know where they come from: SQL text
//! ([`super::read`]) or a model. What is compared part by part has a place of its own: tables with all that hangs on
//! them, enums, functions, sequences, privileges, roles. Views are kept by their query and everything else by whole
//! statements ([`Other`]), each with the names that stand in it ([`Mentions`]), so that it can be dropped and made again
//! around a change of what it needs.
//!
//! Two databases are alike when their facts are equal; where they are not, [`Described`] says in which attribute.
//! Expressions are compared by their trees, to the letter ([`Tree`]'s `==`) or by what they say ([`Tree::is_like`]).

mod alike;
mod apply;
mod column;
mod describe;
mod drop;
mod effect;
mod function;
mod index;
mod mention;
mod name;
mod other;
mod policy;
mod privilege;
mod rename;
mod role;
mod state;
mod table;
mod tables;
mod tree;
mod trigger;

use std::collections::{BTreeMap, BTreeSet};

pub use apply::Refused;
pub use column::{Column, Supply};
pub use describe::{Attributes, Described, Object, Said};
pub use effect::{CommentOn, Constraint, Drop, Dropped, Effect, Grant, RowSecurity, Securable, Setting};
pub use function::{Argument, Function, FunctionKind, Mode, Signature};
pub use index::{Index, IndexKey, KeyPart};
pub use mention::{ColumnName, EVERY, Mentions};
pub use name::{ObjectName, Type};
pub use other::{Other, OtherName, Piece, Sequence, View};
pub use policy::{Command, Policy};
pub use privilege::{Columns, Grantee, Held, Privileges};
pub use role::{DefaultPrivileges, Membership, Role};
pub use state::State;
pub use table::{Action, ForeignKey, Key, Storage, Table, Unique};
pub use tables::Tables;
pub use tree::Tree;
pub use trigger::{ConstraintTrigger, Trigger};

/// What a database holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Roles by name.
    pub roles: BTreeMap<String, Role>,
    /// Which role is granted to which.
    pub memberships: BTreeSet<Membership>,
    /// Privileges on the database itself.
    pub database: Privileges,
    /// What holds for objects made later.
    pub default_privileges: BTreeSet<DefaultPrivileges>,
    /// Extensions by name, with the schema they are put into.
    pub extensions: BTreeMap<String, Option<String>>,
    /// Schemas by name.
    pub schemas: BTreeMap<String, Schema>,
    /// Enum types.
    pub enums: BTreeMap<ObjectName, EnumType>,
    /// Functions.
    pub functions: BTreeMap<Signature, Function>,
    /// Tables, each with all that hangs on it.
    pub tables: Tables,
    /// Sequences that stand by themselves.
    pub sequences: BTreeMap<ObjectName, Sequence>,
    /// Views, materialized ones among them.
    pub views: BTreeMap<ObjectName, View>,
    /// Everything else that can be made, carried along as it is written.
    pub others: BTreeMap<OtherName, Other>,
    /// The comments on what has no place for one here, by the words of SQL: `ROLE app`, `EXTENSION citext`.
    pub comments: BTreeMap<String, String>,
    ledger: Ledger,
}

/// What statements are carried out by, beside the facts from which it follows; those of a model have none.
#[derive(Debug, Clone, Default)]
struct Ledger {
    /// How many foreign keys point at a table.
    references: BTreeMap<ObjectName, usize>,
    /// The table of each table, index and key: their names share one space in a schema.
    relations: BTreeMap<ObjectName, ObjectName>,
}

impl PartialEq for Ledger {
    /// It tells no facts apart.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Facts {
    /// Adds everything but tables.
    pub fn describe_surroundings(&self, out: &mut Described) {
        self.roles.iter().for_each(|(name, role)| role.describe(name, out));
        self.memberships.iter().for_each(|membership| membership.describe(out));
        self.database.describe("the database", out);
        self.default_privileges.iter().for_each(|privileges| privileges.describe(out));
        for (name, schema) in &self.extensions {
            out.object("extension", name).says("schema", schema.as_deref().unwrap_or_default());
        }
        self.schemas.iter().for_each(|(name, schema)| schema.describe(name, out));
        self.enums.iter().for_each(|(name, one)| one.describe(name, out));
        self.functions.iter().for_each(|(signature, function)| function.describe(signature, out));
        self.sequences.iter().for_each(|(name, sequence)| sequence.describe(name, out));
        self.views.iter().for_each(|(name, view)| view.describe(name, out));
        self.others.iter().for_each(|(name, other)| other.describe(name, out));
        for (on, comment) in &self.comments {
            out.object("comment", on).says("text", comment);
        }
    }
}

/// A schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    /// Whether it is made here; a schema that only privileges name stands already.
    pub is_made: bool,
    /// Its comment.
    pub comment: Option<String>,
    /// Who may do what with it.
    pub privileges: Privileges,
    /// Who owns it, where that is said.
    pub owner: Option<String>,
}

/// An enum type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnumType {
    /// Its values in order.
    pub values: Vec<String>,
    /// Its comment.
    pub comment: Option<String>,
    /// Who may use it.
    pub privileges: Privileges,
    /// Who owns it, where that is said.
    pub owner: Option<String>,
}

impl Schema {
    fn describe(&self, name: &str, out: &mut Described) {
        let mut object = out.object("schema", name);
        object.says("existence", if self.is_made { "made" } else { "presumed" });
        object.says("comment", self.comment.as_deref().unwrap_or_default());
        self.privileges.describe(&format!("schema {name}"), out);
    }
}

impl EnumType {
    fn describe(&self, name: &ObjectName, out: &mut Described) {
        let mut object = out.object("type", name);
        object.list("values", &self.values);
        object.says("comment", self.comment.as_deref().unwrap_or_default());
        self.privileges.describe(&format!("type {name}"), out);
    }
}
