//! The matrix without a good context: unset, empty, malformed, unknown and stale.

use super::cell::{Cell, Denial, Expected, Family};
use super::ground::{CLAIMS, FOREIGN_KEY_VIOLATION, Ground, INSUFFICIENT_PRIVILEGE, OURS, set};
use super::verbs::{SERVICES, Trial};
use crate::model::{ContextSource, Verb, WhenUnset};
use crate::sql::literal;
use crate::sql::routine::Routine;

/// The SQLSTATE of a text that is no value of the type it is taken for.
const INVALID_TEXT: &str = "22P02";

/// A tenant that does not exist.
const NOBODY: &str = "'ffffffff-ffff-4fff-bfff-ffffffffffff'";

/// A tenant context that is not good.
struct Context {
    /// In words.
    name: &'static str,
    /// What makes it so.
    enter: Vec<String>,
    /// What must come of it.
    outcome: Outcome,
}

/// What a context that is not good comes to.
#[derive(Clone, Copy)]
enum Outcome {
    /// As the schema says for a context that is not set.
    Unset,
    /// Always an error.
    Refused(&'static str),
    /// The context of a tenant that has nothing.
    Unknown,
}

/// Each verb that a service has, in each context that is not good.
pub fn cells(ground: &Ground<'_>) -> Vec<Cell> {
    let contexts = contexts(ground);
    let mut cells = Vec::new();
    for (id, entity) in ground.walled() {
        for role in SERVICES {
            let trial = Trial { ground, id, entity, role };
            for verb in Verb::ALL.into_iter().filter(|&verb| trial.allows(verb)) {
                cells.extend(contexts.iter().filter_map(|context| cell(&trial, verb, context)));
            }
        }
    }
    cells
}

fn cell(trial: &Trial<'_>, verb: Verb, context: &Context) -> Option<Cell> {
    let writes = verb == Verb::Insert;
    let expected = match (context.outcome, trial.ground.model.project.tenancy.context.when_unset) {
        (Outcome::Refused(sqlstate), _) => refused(sqlstate),
        (Outcome::Unset, WhenUnset::Error) => refused(INSUFFICIENT_PRIVILEGE),
        (Outcome::Unset, WhenUnset::Empty) if writes => refused(INSUFFICIENT_PRIVILEGE),
        // An access rule may refuse the row before its tenant is looked for.
        (Outcome::Unknown, _) if writes && trial.is_filtered(Verb::Insert) => return None,
        (Outcome::Unknown, _) if writes => refused(FOREIGN_KEY_VIOLATION),
        (Outcome::Unset, WhenUnset::Empty) | (Outcome::Unknown, _) => Expected::Nothing,
    };
    let cell = trial.cell(Family::Context, verb.key(), "any");
    Some(Cell {
        context: context.name,
        enter: context.enter.clone(),
        attempt: trial.attempt(verb, "true"),
        expected,
        ..cell
    })
}

fn refused(sqlstate: &'static str) -> Expected {
    Expected::Refused(Denial::code(sqlstate))
}

fn contexts(ground: &Ground<'_>) -> Vec<Context> {
    let unset = Context { name: "unset", enter: Vec::new(), outcome: Outcome::Unset };
    let unknown = Context {
        name: "unknown",
        enter: vec![format!("SELECT {}", ground.switch(NOBODY))],
        outcome: Outcome::Unknown,
    };
    let others = match &ground.model.project.tenancy.context.source {
        ContextSource::Setting { name, .. } => settings(ground, name),
        ContextSource::Supabase { claim } => claims(ground, claim),
    };
    [unset, unknown].into_iter().chain(others).collect()
}

fn settings(ground: &Ground<'_>, setting: &str) -> Vec<Context> {
    let ours = ground.tenant_id(OURS);
    let to = |name, value: String, outcome| Context {
        name,
        enter: vec![format!("SELECT {}", set(setting, &value))],
        outcome,
    };
    let refused = Outcome::Refused(INSUFFICIENT_PRIVILEGE);
    let mut contexts = vec![
        to("empty", "''".to_owned(), Outcome::Unset),
        to("malformed", "'x'".to_owned(), refused),
        to("malformed by a line end", format!("{}({ours}) || E'\\n'", make(ground)), refused),
        to("malformed by a second tenant", format!("{}({ours}) || ',' || {ours}", make(ground)), refused),
    ];
    if ground.is_bound() {
        contexts.push(to("bare", format!("{ours}::text"), refused));
        contexts.push(to("stale", format!("'1.5/' || {ours}"), refused));
    }
    contexts
}

fn make(ground: &Ground<'_>) -> String {
    Routine::Make.qualified(ground.model)
}

/// What stands in a token besides the tenant that the platform put there: users can write `user_metadata`.
fn claims(ground: &Ground<'_>, claim: &str) -> Vec<Context> {
    let (ours, claim) = (ground.tenant_id(OURS), literal(claim));
    let to =
        |name, value: &str, outcome| Context { name, enter: vec![format!("SELECT {}", set(CLAIMS, value))], outcome };
    let within = |part: &str, value: &str| {
        let inner = format!("pg_catalog.json_build_object({claim}, {value})");
        format!("pg_catalog.json_build_object({}, {inner})::text", literal(part))
    };
    vec![
        to("empty", "''", Outcome::Unset),
        to("without claims", "'{}'", Outcome::Unset),
        to("null", &within("app_metadata", "NULL"), Outcome::Unset),
        to("the user's own", &within("user_metadata", &format!("{ours}::text")), Outcome::Unset),
        to("malformed", &within("app_metadata", "'x'"), Outcome::Refused(INSUFFICIENT_PRIVILEGE)),
        to("no JSON", "'x'", Outcome::Refused(INVALID_TEXT)),
    ]
}
