//! How an entity stands to the tenants.

use super::FieldId;

/// Whose rows an entity holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tenancy {
    /// Each row belongs to one tenant.
    Owned {
        /// The column that names the tenant.
        key: FieldId,
    },
    /// Each row is a tenant.
    Root,
    /// Each row says that a user belongs to a tenant.
    Members {
        /// The column that names the tenant.
        key: FieldId,
        /// The column that names the user.
        user: FieldId,
    },
    /// Each row is a user, seen by the tenants they belong to.
    Users,
    /// The same rows for every tenant.
    Shared {
        /// Why that is right; always given.
        reason: String,
    },
}

impl Tenancy {
    /// The column that names the tenant, where each row belongs to one.
    #[must_use]
    pub fn key(&self) -> Option<FieldId> {
        match self {
            Self::Owned { key } | Self::Members { key, .. } => Some(*key),
            Self::Root | Self::Users | Self::Shared { .. } => None,
        }
    }
}
