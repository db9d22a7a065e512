//! Row security policies.

use super::{EntityId, Expression, FieldId, Name, Role};

/// One row security policy of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its name, unique in its table.
    pub name: Name,
    /// Whether it widens or narrows.
    pub kind: PolicyKind,
    /// Whom it applies to.
    pub to: Grantee,
    /// What it demands of which rows.
    pub rule: PolicyRule,
}

/// Whether a policy widens or narrows what can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyKind {
    /// Rows must pass it, whatever other policies say.
    Restrictive,
    /// Rows may pass by it, or by another permissive policy.
    Permissive,
}

/// Whom a policy applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grantee {
    /// Every role.
    Public,
    /// One role.
    Role(Role),
}

/// What a policy demands, by command. An INSERT has no old row to look at, a SELECT and a DELETE no new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyRule {
    /// Every command.
    All {
        /// Of rows that are there.
        using: RowRule,
        /// Of rows to be written.
        check: RowRule,
    },
    /// Reading.
    Select {
        /// Of rows that are there.
        using: RowRule,
    },
    /// Adding.
    Insert {
        /// Of rows to be written.
        check: RowRule,
    },
    /// Changing.
    Update {
        /// Of rows that are there.
        using: RowRule,
        /// Of rows to be written.
        check: RowRule,
    },
    /// Removing.
    Delete {
        /// Of rows that are there.
        using: RowRule,
    },
}

/// A condition on a row: the wall, and what the schema adds to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRule {
    /// The tenant condition.
    pub wall: Wall,
    /// The condition from `access … where`.
    pub filter: Option<Expression>,
}

/// The tenant condition on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wall {
    /// The column names the current tenant.
    TenantKey(FieldId),
    /// The user of this row belongs to the current tenant.
    Membership {
        /// The membership table.
        members: EntityId,
        /// Its column that names the tenant.
        tenant: FieldId,
        /// Its column that names the user.
        user: FieldId,
        /// The column of this row that the membership's user equals.
        key: FieldId,
    },
    /// Every row: the entity is shared.
    Open,
}

impl PolicyRule {
    /// The condition on rows that are there, where the command has one.
    #[must_use]
    pub fn using(&self) -> Option<&RowRule> {
        match self {
            Self::All { using, .. } | Self::Select { using } | Self::Update { using, .. } | Self::Delete { using } => {
                Some(using)
            }
            Self::Insert { .. } => None,
        }
    }

    /// The condition on rows to be written, where the command has one.
    #[must_use]
    pub fn check(&self) -> Option<&RowRule> {
        match self {
            Self::All { check, .. } | Self::Insert { check } | Self::Update { check, .. } => Some(check),
            Self::Select { .. } | Self::Delete { .. } => None,
        }
    }
}
