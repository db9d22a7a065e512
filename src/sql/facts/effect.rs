//! What a statement does to a database's facts.

use super::{
    Column, Columns, DefaultPrivileges, ForeignKey, Function, Grantee, Index, Key, Membership, ObjectName, Policy,
    Signature, Table, Tree, Trigger, Unique,
};

/// What a statement, or a part of one, does.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Opens a transaction.
    Begin,
    /// Ends it.
    Commit,
    /// Changes a setting.
    Set(Setting),
    /// Makes a role.
    CreateRole {
        /// Its name.
        name: String,
        /// Whether it does nothing where the role is there.
        if_missing: bool,
    },
    /// Sets attributes of a role.
    AlterRole {
        /// Its name.
        name: String,
        /// The attributes, by the parser's words.
        attributes: Vec<(String, bool)>,
    },
    /// Grants a role to another.
    Join(Membership),
    /// Says what holds for objects made later.
    DefaultPrivileges(DefaultPrivileges),
    /// Makes a schema.
    CreateSchema {
        /// Its name.
        name: String,
        /// Whether it does nothing where the schema is there.
        if_missing: bool,
    },
    /// Makes an extension.
    CreateExtension {
        /// Its name.
        name: String,
        /// The schema it is put into, where it is named.
        schema: Option<String>,
    },
    /// Makes an enum type.
    CreateEnum(ObjectName, Vec<String>),
    /// Makes a function.
    CreateFunction(Signature, Box<Function>),
    /// Makes a table.
    CreateTable(ObjectName, Box<Table>),
    /// Adds a column.
    AddColumn(ObjectName, Box<Column>),
    /// Adds a constraint.
    AddConstraint(ObjectName, Constraint),
    /// Makes an index.
    CreateIndex {
        /// Its table.
        table: ObjectName,
        /// Its name.
        name: String,
        /// The index.
        index: Box<Index>,
    },
    /// Makes a trigger.
    CreateTrigger {
        /// Its table.
        table: ObjectName,
        /// Its name.
        name: String,
        /// The trigger.
        trigger: Box<Trigger>,
    },
    /// Makes a row security policy.
    CreatePolicy {
        /// Its table.
        table: ObjectName,
        /// Its name.
        name: String,
        /// The policy.
        policy: Box<Policy>,
    },
    /// Turns row security on or off.
    RowSecurity(ObjectName, RowSecurity),
    /// Gives or takes privileges.
    Grant(Grant),
    /// Sets a comment, or removes it.
    Comment(CommentOn, Option<String>),
    /// Removes something.
    Drop(Drop),
    /// Something that this reader does not know; the words say what.
    Unknown(String),
}

/// A setting that a statement changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
    /// Whether it holds for the transaction alone.
    pub local: bool,
}

/// A table constraint.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// A primary key.
    Primary(Key),
    /// A unique constraint, by name.
    Unique(String, Unique),
    /// A check, by name.
    Check(String, Tree),
    /// A foreign key.
    Foreign(ForeignKey),
}

/// A switch of row security.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowSecurity {
    /// On.
    Enable,
    /// Off.
    Disable,
    /// For the owner too.
    Force,
    /// Not for the owner.
    NoForce,
}

/// Privileges that are given or taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Whether they are given; otherwise they are taken.
    pub give: bool,
    /// Which, in lower case, on which columns; an empty word for all of them.
    pub privileges: Vec<(String, Columns)>,
    /// On what.
    pub on: Vec<Securable>,
    /// To or from whom.
    pub grantees: Vec<Grantee>,
}

/// Something that has privileges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Securable {
    /// The database that the statement runs in.
    Database,
    /// A schema.
    Schema(String),
    /// A table.
    Table(ObjectName),
    /// A function.
    Function(Signature),
}

/// Something that has a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentOn {
    /// A schema.
    Schema(String),
    /// A table.
    Table(ObjectName),
    /// A column of a table.
    Column(ObjectName, String),
    /// A type.
    Type(ObjectName),
    /// A function.
    Function(Signature),
    /// An index.
    Index(ObjectName),
}

/// Something that is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drop {
    /// What.
    pub object: Dropped,
    /// Whether it does nothing where the object is missing.
    pub if_exists: bool,
    /// Whether it takes along what depends on it.
    pub cascade: bool,
}

/// What is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dropped {
    /// A constraint of a table.
    Constraint(ObjectName, String),
    /// A table.
    Table(ObjectName),
    /// A type.
    Type(ObjectName),
    /// A function.
    Function(Signature),
    /// A schema.
    Schema(String),
}
