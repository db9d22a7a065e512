//! Row security policies.

use super::{Described, Grantee, Tree};

/// A row security policy of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Whether it widens what can be reached; otherwise it narrows it.
    pub permissive: bool,
    /// The command it applies to.
    pub command: Command,
    /// Whom it applies to, in order of name.
    pub roles: Vec<Grantee>,
    /// What it demands of rows that are there.
    pub using: Option<Tree>,
    /// What it demands of rows to be written.
    pub check: Option<Tree>,
}

/// The command a policy applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Every one.
    All,
    /// Reading.
    Select,
    /// Adding.
    Insert,
    /// Changing.
    Update,
    /// Removing.
    Delete,
}

impl Command {
    /// The word in SQL.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Select => "SELECT",
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }
}

impl Policy {
    /// Its conditions.
    pub fn trees(&self) -> impl Iterator<Item = &Tree> {
        self.using.iter().chain(&self.check)
    }

    /// Adds what the policy is, under its table's name.
    pub(super) fn describe(&self, table: &str, name: &str, out: &mut Described) {
        let mut object = out.object("policy", format!("{table}.{name}"));
        object.says("kind", if self.permissive { "PERMISSIVE" } else { "RESTRICTIVE" });
        object.says("command", self.command.word());
        object.list("roles", &self.roles);
        if let Some(using) = &self.using {
            object.tree("USING", using);
        }
        if let Some(check) = &self.check {
            object.tree("WITH CHECK", check);
        }
    }
}
