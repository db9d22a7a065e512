//! Weakenings: every way we know to make a schema a little less safe, for each object that can be weakened.
//!
//! A proof that cannot fail proves nothing. Each [`Mutation`] is applied to a fresh copy of a good database, and the proof
//! must then fail. They are derived from the model, so that each table, relation, key, grant and role is a target. This
//! layer knows the model and the SQL that spoils it. It knows neither the proof nor the database.

mod context;
mod key;
mod privilege;
mod relation;
mod role;
mod wall;

use crate::model::{Entity, EntityId, Model, Policy, PolicyKind};

/// One step towards a leak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutation {
    /// What is weakened, in words: `row security is not forced`.
    pub weakness: &'static str,
    /// On what: `leads`, `deals.lead`, `app`.
    pub object: String,
    /// The table it is about; empty where it is about none.
    pub table: String,
    /// What does it, for a superuser.
    pub statements: Vec<String>,
    /// What takes back what outlives the database: roles belong to the cluster.
    pub undo: Vec<String>,
}

/// Every weakening of a model's schema.
#[must_use]
pub fn mutations(model: &Model) -> Vec<Mutation> {
    let kinds = [wall::mutations, privilege::mutations, key::mutations, relation::mutations, context::mutations];
    kinds.into_iter().flat_map(|kind| kind(model)).chain(role::mutations(model)).collect()
}

impl Mutation {
    fn new(weakness: &'static str, object: impl Into<String>, statements: Vec<String>) -> Self {
        Self { weakness, object: object.into(), table: String::new(), statements, undo: Vec::new() }
    }

    fn of_table(weakness: &'static str, entity: &Entity, statement: String) -> Self {
        let table = entity.name.to_string();
        Self { table: table.clone(), ..Self::new(weakness, table, vec![statement]) }
    }
}

impl std::fmt::Display for Mutation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.object, self.weakness)
    }
}

/// The tables whose rows stand behind a wall.
fn walled(model: &Model) -> impl Iterator<Item = (EntityId, &Entity)> {
    model.managed().filter(|(_, entity)| entity.policies.iter().any(is_wall))
}

fn is_wall(policy: &Policy) -> bool {
    policy.kind == PolicyKind::Restrictive
}
