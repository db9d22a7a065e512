//! A report for programs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Report, Trial};
use crate::verify::proof::{Failure, Outcome};

/// The report's own keys of a JSON document.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    artifacts: Proven<'a>,
    servers: Vec<Tried<'a>>,
}

#[derive(Debug, Serialize)]
struct Tried<'a> {
    version: String,
    proofs: Vec<Proven<'a>>,
    untried: &'a [&'static str],
    notes: &'a [String],
}

#[derive(Debug, Serialize)]
struct Proven<'a> {
    name: &'a str,
    holds: bool,
    /// How much was tried, by kind.
    tried: BTreeMap<String, usize>,
    failures: Vec<Failed<'a>>,
}

#[derive(Debug, Serialize)]
struct Failed<'a> {
    title: &'a str,
    details: Vec<Detail<'a>>,
}

#[derive(Debug, Serialize)]
struct Detail<'a> {
    what: &'a str,
    text: &'a str,
}

/// The report.
#[must_use]
pub fn json(report: &Report) -> Document<'_> {
    Document { artifacts: proven(&report.artifacts), servers: report.trials.iter().map(tried).collect() }
}

fn tried(trial: &Trial) -> Tried<'_> {
    Tried {
        version: trial.version.to_string(),
        proofs: trial.outcomes.iter().map(proven).collect(),
        untried: &trial.untried,
        notes: &trial.notes,
    }
}

fn proven(outcome: &Outcome) -> Proven<'_> {
    Proven {
        name: outcome.proof,
        holds: outcome.failures.is_empty(),
        tried: outcome.tried.iter().map(|(count, what)| (format!("{what}s"), *count)).collect(),
        failures: outcome.failures.iter().map(failed).collect(),
    }
}

fn failed(failure: &Failure) -> Failed<'_> {
    let details = failure.details.iter().map(|(what, text)| Detail { what, text }).collect();
    Failed { title: &failure.title, details }
}
