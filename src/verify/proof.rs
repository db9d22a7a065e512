//! What a proof is, and what it comes to.

use super::stage::{Setback, Stage};
use crate::server::Unavailable;

/// A proof: something that is tried on a stage with everything on it.
#[derive(Debug)]
pub struct Proof {
    /// Its name, in one word.
    pub name: &'static str,
    /// What it shows, in one clause.
    pub about: &'static str,
    /// Whether it is left out unless it is asked for, as it takes its time or needs more than a server.
    pub on_request: bool,
    /// Sees to it that what it needs besides a server is there; nothing where it needs no more.
    pub prepare: Option<Prepare>,
    /// Tries it. What is found before a setback is kept. The stage has to be left as it was found.
    pub run: fn(&Stage<'_>, &mut Outcome, &dyn Watch) -> Result<(), Setback>,
}

/// Sees to it that something is there, or says what to do to have it.
pub type Prepare = fn(&dyn Watch) -> Result<(), Unavailable>;

/// What a proof came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The proof's name.
    pub proof: &'static str,
    /// How much was tried, by kind: (1204, "cell"). The word takes an `s`.
    pub tried: Vec<(usize, &'static str)>,
    /// What did not hold.
    pub failures: Vec<Failure>,
    /// What is to be known of it besides, a sentence each without a full stop.
    pub notes: Vec<String>,
}

/// Something that should hold and does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What does not hold, in one line without a full stop.
    pub title: String,
    /// The particulars, each with what it is: `who`, `what`, `expected`, `got`.
    pub details: Vec<(&'static str, String)>,
}

/// Somebody who wants to know how far a proof is.
pub trait Watch: Sync {
    /// Something starts, of which there are so many steps; none where nobody knows.
    fn begin(&self, what: &str, steps: usize);

    /// One step is done.
    fn step(&self);

    /// Something happens that may take long, or leaves something behind: a sentence without a full stop.
    fn tell(&self, text: &str);
}

/// Nobody.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn begin(&self, _: &str, _: usize) {}

    fn step(&self) {}

    fn tell(&self, _: &str) {}
}

impl Outcome {
    /// Of a proof that has not begun.
    #[must_use]
    pub fn of(proof: &'static str) -> Self {
        Self { proof, tried: Vec::new(), failures: Vec::new(), notes: Vec::new() }
    }

    /// Counts what was tried, by a word that takes an `s`.
    pub fn tried(&mut self, count: usize, what: &'static str) {
        match self.tried.iter_mut().find(|(_, known)| *known == what) {
            Some((total, _)) => *total += count,
            None => self.tried.push((count, what)),
        }
    }

    /// Takes note of what is to be known besides, in a sentence without a full stop.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Takes note of what does not hold.
    pub fn fail(&mut self, failure: Failure) {
        self.failures.push(failure);
    }
}

impl Failure {
    /// A failure without particulars.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), details: Vec::new() }
    }

    /// Adds a particular.
    #[must_use]
    pub fn with(mut self, what: &'static str, text: impl Into<String>) -> Self {
        self.details.push((what, text.into()));
        self
    }
}

impl From<Setback> for Failure {
    fn from(setback: Setback) -> Self {
        let refusal = setback.refusal;
        Self::new(format!("{} fails", setback.step)).with("got", refusal.to_string())
    }
}
