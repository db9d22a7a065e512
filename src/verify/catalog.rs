//! The catalog's proof: the committed `verify.sql`, run on a stage, finds nothing.

use serde::Deserialize;

use super::proof::{Failure, Outcome, Proof, Watch};
use super::stage::{Setback, Stage};
use crate::server::{Refusal, Said, Session};
use crate::sql::psql;

/// The proof that the database is what the model says.
pub static PROOF: Proof = Proof {
    name: "catalog",
    about: "the database is what the schema says, and holds nothing else",
    on_request: false,
    prepare: None,
    run,
};

fn run(stage: &Stage<'_>, outcome: &mut Outcome, _: &dyn Watch) -> Result<(), Setback> {
    let comparison = compare(stage).map_err(Setback::at("verify.sql"))?;
    outcome.tried(comparison.facts, "fact");
    comparison.differences.into_iter().for_each(|difference| outcome.fail(difference.into()));
    Ok(())
}

/// PostgreSQL's code for what should not have happened.
const INTERNAL: &str = "XX000";

/// What a comparison of a database with the model said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// How many facts were compared.
    pub facts: usize,
    /// Where the database is not as the model says, in order of kind and name.
    pub differences: Vec<Difference>,
}

/// One difference between a database and the model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Difference {
    /// What differs: `policy public.leads.tenant_wall`.
    pub object: String,
    /// In what: `USING`.
    pub property: String,
    /// What the model says; nothing where it has no such object or property.
    pub expected: Option<String>,
    /// What the database says; nothing where it has no such object or property.
    pub found: Option<String>,
}

/// Compares a stage with its model, as the superuser.
///
/// # Errors
/// The server's refusal, or that what `verify.sql` answered cannot be read.
pub fn compare(stage: &Stage<'_>) -> Result<Comparison, Refusal> {
    compare_in(&mut stage.connect(stage.server.superuser())?, stage.script.file("verify"))
}

/// Compares a database with the model that a `verify.sql` holds, in a session of whoever is to compare.
///
/// # Errors
/// As [`compare`].
pub fn compare_in(session: &mut Session, verify: &str) -> Result<Comparison, Refusal> {
    let answer = session.run(&psql::statements(verify));
    if answer.is_err() {
        // What failed left its transaction open; that ending it fails too says nothing more.
        let _ = session.run("ROLLBACK");
    }
    let answer = answer?;
    let row = answer.rows.first().map(Vec::as_slice).unwrap_or_default();
    let text = |at: usize| row.get(at).and_then(Option::as_deref).unwrap_or_default();
    let unread = || {
        let message = "verify.sql gave no answer that can be read".to_owned();
        Refusal::from(Said { sqlstate: INTERNAL.to_owned(), message, ..Said::default() })
    };
    Ok(Comparison {
        facts: text(1).parse().map_err(|_| unread())?,
        differences: serde_json::from_str(text(2)).map_err(|_| unread())?,
    })
}

impl From<Difference> for Failure {
    fn from(difference: Difference) -> Self {
        let said = |side: Option<String>| side.unwrap_or_else(|| "nothing".to_owned());
        let failure = Self::new(format!("{} of {} is not as the schema says", difference.property, difference.object));
        failure.with("expected", said(difference.expected)).with("got", said(difference.found))
    }
}
