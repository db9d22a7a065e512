//! What takes more than one transaction: a pool hands one connection from tenant to tenant.

use super::cell::{Denial, Expected};
use super::ground::{Ground, INSUFFICIENT_PRIVILEGE, OURS, THEIRS};
use super::verbs::Trial;
use crate::model::{ContextSource, EntityId, Role, Verb, WhenUnset};
use crate::sample::Tenant;
use crate::sql::literal;
use crate::sql::routine::Routine;

/// Statements on one connection, logged in as the role, each in a transaction of its own unless one is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// As whom.
    pub who: Role,
    /// What happens, in words.
    pub what: String,
    /// The steps in order.
    pub steps: Vec<Step>,
}

/// One statement, and what must come of it where that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The statement.
    pub sql: String,
    /// What must come of it; without, it must succeed.
    pub expected: Option<Expected>,
}

/// Every handover, each tried on the first table that the application may read.
pub fn handovers(ground: &Ground<'_>) -> Vec<Handover> {
    let mut readable = ground.owned().map(|(id, entity, _)| Trial { ground, id, entity, role: Role::App });
    let Some(trial) = readable.find(|trial| trial.allows(Verb::Select)) else { return Vec::new() };
    let relay = Relay { trial };
    let mut handovers = vec![relay.after("COMMIT"), relay.after("ROLLBACK"), relay.prepared("force_generic_plan")];
    handovers.push(relay.prepared("auto"));
    handovers.extend(relay.kept());
    handovers.extend(relay.escapes());
    handovers
}

/// The handovers of one table.
struct Relay<'a> {
    trial: Trial<'a>,
}

impl Relay<'_> {
    fn ground(&self) -> &Ground<'_> {
        self.trial.ground
    }

    fn id(&self) -> EntityId {
        self.trial.id
    }

    fn handover(&self, what: impl Into<String>, steps: Vec<Step>) -> Handover {
        Handover { who: Role::App, what: what.into(), steps }
    }

    /// Reads every row, and must see the tenant's own.
    fn reads(&self, sql: String, tenant: Tenant) -> Step {
        let own = self.trial.reached(Verb::Select, &self.ground().belongs(self.id(), tenant));
        Step { sql, expected: Some(Expected::Rows(own)) }
    }

    fn select(&self) -> String {
        self.trial.attempt(Verb::Select, "true").sql().to_owned()
    }

    fn unset(&self) -> Expected {
        match self.ground().model.project.tenancy.context.when_unset {
            WhenUnset::Error => Expected::Refused(Denial::code(INSUFFICIENT_PRIVILEGE)),
            WhenUnset::Empty => Expected::Nothing,
        }
    }

    /// The next user of the connection finds no context.
    fn after(&self, end: &str) -> Handover {
        let mut steps = vec![does("BEGIN")];
        steps.extend(self.ground().enter(OURS).into_iter().map(does));
        steps.push(self.reads(self.select(), OURS));
        steps.push(does(end));
        steps.push(Step { sql: self.select(), expected: Some(self.unset()) });
        self.handover(format!("read after {end} on a connection that is used again"), steps)
    }

    /// A plan made for one tenant serves the next its own rows.
    fn prepared(&self, mode: &str) -> Handover {
        let mut steps =
            vec![does(format!("SET plan_cache_mode = {mode}")), does(format!("PREPARE own AS {}", self.select()))];
        for tenant in [OURS, THEIRS, OURS] {
            steps.push(does("BEGIN"));
            steps.extend(self.ground().enter(tenant).into_iter().map(does));
            steps.push(self.reads("EXECUTE own".to_owned(), tenant));
            steps.push(does("COMMIT"));
        }
        self.handover(format!("switch tenants under a prepared plan ({mode})"), steps)
    }

    /// A context that outlives its transaction, as a client under a pool may set by mistake.
    fn kept(&self) -> Option<Handover> {
        let ground = self.ground();
        let ContextSource::Setting { name, .. } = &ground.model.project.tenancy.context.source else { return None };
        let make = Routine::Make.qualified(ground.model);
        let value = format!("{make}({})", ground.tenant_id(OURS));
        let steps = vec![
            does(format!("SELECT pg_catalog.set_config({}, {value}, false)", literal(name))),
            Step { sql: self.select(), expected: Some(Expected::Refused(Denial::code(INSUFFICIENT_PRIVILEGE))) },
        ];
        ground.is_bound().then(|| self.handover("read with a context that outlived its transaction", steps))
    }

    /// A login cannot become anybody else.
    fn escapes(&self) -> Vec<Handover> {
        let refused = || Some(Expected::Refused(Denial::code(INSUFFICIENT_PRIVILEGE)));
        let others = [Role::Owner, Role::Migrator, Role::Admin];
        let escape = |role: Role| {
            let name = self.ground().role(role);
            let steps = ["SET ROLE", "SET SESSION AUTHORIZATION"]
                .map(|set| Step { sql: format!("{set} {name}"), expected: refused() });
            self.handover(format!("become the {} after logging in", role.key()), steps.into())
        };
        others.map(escape).into()
    }
}

fn does(sql: impl Into<String>) -> Step {
    Step { sql: sql.into(), expected: None }
}
