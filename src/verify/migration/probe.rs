//! Looks, between two statements, whether a service sees another tenant's rows.

use crate::isolation::Ground;
use crate::model::{Model, Role};
use crate::sample::Tenant;
use crate::server::Session;
use crate::verify::proof::{Failure, Outcome};

use super::Trial;

/// The tenant that the services act for.
const OURS: Tenant = Tenant(0);

/// Every query that must return no row, each with what it would show.
pub(super) struct Probe(Vec<Look>);

struct Look {
    /// Who looks where.
    what: String,
    /// The statements, within a transaction that is taken back.
    statements: String,
}

impl Probe {
    /// Of the tables that hold rows of tenants on both sides, under either name; nothing where a side is no model.
    pub fn new(trial: &Trial<'_>) -> Option<Self> {
        let [old, new] = [trial.sides[0].model?, trial.sides[1].model?];
        Some(Self(looks(old, new).into_iter().chain(looks(new, old)).collect()))
    }

    /// Looks. What cannot be read at all is closed.
    pub fn look(&self, session: &mut Session, in_transaction: bool, after: &str, outcome: &mut Outcome) {
        let [open, close] =
            if in_transaction { ["SAVEPOINT crmgen_look", "ROLLBACK TO crmgen_look"] } else { ["BEGIN", "ROLLBACK"] };
        for look in &self.0 {
            let rows = session.run(&format!("{open};\n{}", look.statements)).map(|answer| answer.rows);
            // Where this fails the next statement of the migration does, and says so.
            let _ = session.run(close);
            outcome.tried(1, "look");
            if rows.is_ok_and(|rows| rows.iter().flatten().flatten().any(|cell| cell == SEEN)) {
                let failure = Failure::new(format!("{} sees rows of another tenant on the way", look.what));
                outcome.fail(failure.with("after", after));
            }
        }
    }
}

/// What a query returns for a row that is another tenant's.
const SEEN: &str = "crmgen: seen";

/// What the services of one side could see of tables that are tenants' own on the other side too.
fn looks(model: &Model, other: &Model) -> Vec<Look> {
    let ground = Ground::new(model);
    let elsewhere: Vec<_> = other.managed().filter(|(_, entity)| entity.tenancy.key().is_some()).collect();
    let stays = |name: &str, was: Option<&str>| {
        elsewhere.iter().any(|(_, entity)| {
            let there = [Some(entity.name.as_str()), entity.was.as_ref().map(AsRef::as_ref)];
            there.contains(&Some(name)) || (was.is_some() && there[0] == was)
        })
    };
    let owned =
        ground.owned().filter(|(_, entity, _)| stays(entity.name.as_str(), entity.was.as_ref().map(AsRef::as_ref)));
    let entered = format!("{};\n", ground.enter(OURS).join(";\n"));
    let mut looks = Vec::new();
    for (id, entity, _) in owned {
        let query =
            format!("SELECT '{SEEN}' FROM {} WHERE NOT ({}) LIMIT 1", ground.table(id), ground.belongs(id, OURS));
        for role in [Role::App, Role::Readonly] {
            for (context, enter) in [("as a tenant", entered.as_str()), ("as no tenant", "")] {
                let role = ground.role(role);
                let statements =
                    format!("SET LOCAL SESSION AUTHORIZATION {role};\nSET LOCAL row_security = on;\n{enter}{query}");
                looks.push(Look { what: format!("{role}, {context}, in {}", entity.name), statements });
            }
        }
    }
    looks
}
