//! What was proven and what was not, as text, JSON, Markdown and JUnit's XML.
//!
//! Times are nowhere in it, so that two runs which find the same say the same.

mod json;
mod junit;
mod markdown;
mod text;

use std::fmt::Write;

use super::proof::{Failure, Outcome};
use super::weakness;
use crate::server::{Server, Version};

pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use text::text;

/// A whole run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whether the committed artifacts are what the schema makes. Where they are not, nothing else is tried.
    pub artifacts: Outcome,
    /// What was tried, server by server.
    pub trials: Vec<Trial>,
}

/// What was tried on one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The server's version.
    pub version: Version,
    /// What is to be known of it besides, a sentence each without a full stop.
    pub notes: Vec<String>,
    /// What each proof came to, in order.
    pub outcomes: Vec<Outcome>,
    /// Proofs that could not be tried, as the stage could not be set.
    pub untried: Vec<&'static str>,
}

impl Trial {
    /// A server on which nothing has been tried yet.
    #[must_use]
    pub fn on(server: &Server) -> Self {
        let version = server.version().clone();
        let mut notes = weakness::of(&version);
        if server.is_given() {
            notes.push(
                "the server is shared, so the roles had other names, and the artifacts were made again for them".into(),
            );
        }
        Self { version, notes, outcomes: Vec::new(), untried: Vec::new() }
    }

    /// Its name in reports.
    #[must_use]
    pub fn name(&self) -> String {
        format!("PostgreSQL {}", self.version)
    }
}

impl Report {
    /// How much did not hold.
    #[must_use]
    pub fn failures(&self) -> usize {
        self.outcomes().map(|(_, outcome)| outcome.failures.len()).sum()
    }

    /// The line that says it all: what was proven where, and how much of it failed.
    #[must_use]
    pub fn summary(&self) -> String {
        let failures = counted(self.failures(), "failure");
        if self.trials.is_empty() {
            return format!("nothing proven, as the artifacts are stale: {failures}; run `crmgen build`");
        }
        let word = if self.failures() == 0 { "proven" } else { "not proven" };
        let versions: Vec<_> = self.trials.iter().map(|trial| trial.version.to_string()).collect();
        format!("{word} on PostgreSQL {}: {}; {failures}", versions.join(", "), tally(&self.tried()))
    }

    /// Every outcome, with the server it is of; the artifacts are of none.
    fn outcomes(&self) -> impl Iterator<Item = (Option<&Trial>, &Outcome)> {
        let of_trial = |trial| move |outcome| (Some(trial), outcome);
        let tried = self.trials.iter().flat_map(move |trial| trial.outcomes.iter().map(of_trial(trial)));
        std::iter::once((None, &self.artifacts)).chain(tried)
    }

    /// Every failure, with what it is a failure of: `isolation on PostgreSQL 15.18`.
    fn failed(&self) -> impl Iterator<Item = (String, &Failure)> {
        self.outcomes().flat_map(|(trial, outcome)| {
            let on = trial.map(|trial| format!(" on {}", trial.name())).unwrap_or_default();
            outcome.failures.iter().map(move |failure| (format!("{}{on}", outcome.proof), failure))
        })
    }

    /// Every note, with the servers it is true of.
    fn notes(&self) -> Vec<(String, &str)> {
        let mut notes: Vec<(Vec<String>, &str)> = Vec::new();
        for (trial, note) in self.trials.iter().flat_map(|trial| trial.notes.iter().map(move |note| (trial, note))) {
            match notes.iter_mut().find(|(_, known)| known == note) {
                Some((versions, _)) => versions.push(trial.version.to_string()),
                None => notes.push((vec![trial.version.to_string()], note)),
            }
        }
        notes.into_iter().map(|(versions, note)| (format!("PostgreSQL {}", versions.join(", ")), note)).collect()
    }

    /// What was tried on all servers together.
    fn tried(&self) -> Vec<(usize, &'static str)> {
        let mut total = Outcome::of("");
        for (count, what) in self.trials.iter().flat_map(|trial| &trial.outcomes).flat_map(|outcome| &outcome.tried) {
            total.tried(*count, what);
        }
        total.tried
    }
}

/// `1,204 cells, 96 attacks`.
fn tally(tried: &[(usize, &'static str)]) -> String {
    let parts: Vec<_> = tried.iter().map(|(count, what)| counted(*count, what)).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

/// What an outcome says in one line: what was tried, and how much of it failed.
fn line(outcome: &Outcome) -> String {
    let failures = outcome.failures.len();
    let failed = if failures == 0 { String::new() } else { format!("; {}", counted(failures, "failure")) };
    format!("{}{failed}", tally(&outcome.tried))
}

/// `1 cell`, `1,204 cells`: a number, its thousands set apart, and a word that takes an `s`.
fn counted(count: usize, word: &str) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    // Writing to a string cannot fail.
    let _ = write!(text, " {word}{}", if count == 1 { "" } else { "s" });
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let words =
            [(0, "0 cells"), (1, "1 cell"), (999, "999 cells"), (1204, "1,204 cells"), (1_000_000, "1,000,000 cells")];
        for (count, text) in words {
            assert_eq!(counted(count, "cell"), text);
        }
    }
}
