//! Database roles.

use crate::model::Role;

/// Whether the role logs in and what it inherits, as it stands behind its name in `ALTER ROLE`.
#[must_use]
pub const fn login(role: Role) -> &'static str {
    match role {
        Role::Owner | Role::Admin => "NOLOGIN",
        Role::Migrator => "LOGIN NOINHERIT",
        Role::App | Role::Readonly => "LOGIN",
    }
}

/// Whether row security applies to it.
#[must_use]
pub const fn row_security(role: Role) -> &'static str {
    match role {
        Role::Admin => "BYPASSRLS",
        Role::Owner | Role::Migrator | Role::App | Role::Readonly => "NOBYPASSRLS",
    }
}
