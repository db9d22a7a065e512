//! Roles: what they may in the whole cluster, and whom they may act as. These outlive a database, so each says how it is
//! taken back.

use super::Mutation;
use crate::model::{Model, Role};
use crate::sql::name;

/// Every role that services connect as, and the migrator.
pub fn mutations(model: &Model) -> Vec<Mutation> {
    let [app, readonly, owner, admin, migrator] =
        [Role::App, Role::Readonly, Role::Owner, Role::Admin, Role::Migrator].map(|role| name::role(model, role));
    let mut mutations = Vec::new();
    for (key, service) in [("app", &app), ("readonly", &readonly)] {
        mutations.extend([
            attribute("it is held by no row security", key, service, "BYPASSRLS", "NOBYPASSRLS"),
            attribute("it is a superuser", key, service, "SUPERUSER", "NOSUPERUSER"),
            attribute("it may make roles", key, service, "CREATEROLE", "NOCREATEROLE"),
            attribute("it may make databases", key, service, "CREATEDB", "NOCREATEDB"),
            member("it may act as the owner", key, service, &owner),
            member("it may act as the administrator", key, service, &admin),
        ]);
    }
    mutations.extend([
        member("it may act as the application", "readonly", &readonly, &app),
        attribute("it is held by no row security", "owner", &owner, "BYPASSRLS", "NOBYPASSRLS"),
        attribute("it logs in", "owner", &owner, "LOGIN", "NOLOGIN"),
        attribute("it logs in", "admin", &admin, "LOGIN", "NOLOGIN"),
        attribute("it holds the owner's rights at once", "migrator", &migrator, "INHERIT", "NOINHERIT"),
        member("it may act as the administrator", "migrator", &migrator, &admin),
    ]);
    mutations
}

fn attribute(weakness: &'static str, key: &str, role: &str, on: &str, off: &str) -> Mutation {
    let alter = |to: &str| vec![format!("ALTER ROLE {role} {to}")];
    Mutation { undo: alter(off), ..Mutation::new(weakness, key, alter(on)) }
}

fn member(weakness: &'static str, key: &str, role: &str, of: &str) -> Mutation {
    let grant = vec![format!("GRANT {of} TO {role}")];
    Mutation { undo: vec![format!("REVOKE {of} FROM {role}")], ..Mutation::new(weakness, key, grant) }
}
