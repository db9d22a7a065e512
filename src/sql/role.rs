//! Database roles.

use crate::model::Role;

/// The attributes that a role is held to, as they stand behind its name in `ALTER ROLE`.
///
/// Some of them only a superuser may name, even to switch them off; `by_superuser` says that one does.
#[must_use]
pub fn attributes(role: Role, by_superuser: bool) -> String {
    let row_security = if by_superuser { "NOBYPASSRLS" } else { "" };
    let row_security = if bypasses_row_security(role) { "BYPASSRLS" } else { row_security };
    let reserved = if by_superuser { "NOSUPERUSER NOREPLICATION" } else { "" };
    let words = [login(role), "NOCREATEDB NOCREATEROLE", reserved, row_security];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

const fn login(role: Role) -> &'static str {
    match role {
        Role::Owner | Role::Admin => "NOLOGIN",
        Role::Migrator => "LOGIN NOINHERIT",
        Role::App | Role::Readonly => "LOGIN",
    }
}

const fn bypasses_row_security(role: Role) -> bool {
    match role {
        Role::Admin => true,
        Role::Owner | Role::Migrator | Role::App | Role::Readonly => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_superuser_takes_away_what_nobody_else_may_name() {
        let all = "NOLOGIN NOCREATEDB NOCREATEROLE NOSUPERUSER NOREPLICATION NOBYPASSRLS";
        assert_eq!(attributes(Role::Owner, true), all);
        assert_eq!(attributes(Role::Owner, false), "NOLOGIN NOCREATEDB NOCREATEROLE");
        assert_eq!(attributes(Role::Admin, false), "NOLOGIN NOCREATEDB NOCREATEROLE BYPASSRLS");
    }
}
