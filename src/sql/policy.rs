//! The words of a row security policy.

use crate::model::{Grantee, Model, PolicyKind, PolicyRule};

use super::name;

/// Whether it widens or narrows.
#[must_use]
pub const fn kind(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Restrictive => "RESTRICTIVE",
        PolicyKind::Permissive => "PERMISSIVE",
    }
}

/// The command it applies to.
#[must_use]
pub const fn command(rule: &PolicyRule) -> &'static str {
    match rule {
        PolicyRule::All { .. } => "ALL",
        PolicyRule::Select { .. } => "SELECT",
        PolicyRule::Insert { .. } => "INSERT",
        PolicyRule::Update { .. } => "UPDATE",
        PolicyRule::Delete { .. } => "DELETE",
    }
}

/// Whom it applies to.
#[must_use]
pub fn grantee(model: &Model, grantee: Grantee) -> String {
    match grantee {
        Grantee::Public => "PUBLIC".to_owned(),
        Grantee::Role(role) => name::role(model, role),
    }
}
