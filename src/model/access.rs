//! Who may do what, inside the tenant wall.

use super::Expression;

/// A database role of the project. Their names are in [`super::Roles`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Owns every object; never logs in.
    Owner,
    /// Logs in to change the schema, as the owner.
    Migrator,
    /// What services connect as.
    App,
    /// What reports connect as.
    Readonly,
    /// Bypasses row security: backups, sign-up, work across tenants.
    Admin,
}

impl Role {
    /// Every role, in the order in which they are made.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Migrator, Self::App, Self::Readonly, Self::Admin];

    /// The key in the project file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Migrator => "migrator",
            Self::App => "app",
            Self::Readonly => "readonly",
            Self::Admin => "admin",
        }
    }
}

/// A kind of access to rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    /// Reading.
    Select,
    /// Adding.
    Insert,
    /// Changing.
    Update,
    /// Removing.
    Delete,
}

impl Verb {
    /// Every verb, in the order in which grants list them.
    pub const ALL: [Self; 4] = [Self::Select, Self::Insert, Self::Update, Self::Delete];

    /// The word in the schema.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// What one role may do with an entity's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The role: [`Role::App`] or [`Role::Readonly`], the two that services connect as.
    pub role: Role,
    /// What it may do, in the order of [`Verb::ALL`]; no verb twice.
    pub verbs: Vec<VerbAccess>,
}

/// One verb, and the rows it is allowed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerbAccess {
    /// The verb.
    pub verb: Verb,
    /// The rows it is allowed on inside the tenant wall; all of them without.
    pub filter: Option<Expression>,
}

impl Access {
    /// Whether the verb is allowed on any row.
    #[must_use]
    pub fn allows(&self, verb: Verb) -> bool {
        self.verbs.iter().any(|allowed| allowed.verb == verb)
    }
}
