//! The proof put to the proof: each weakening is applied to a fresh copy of the stage, and must turn it red.
//!
//! First those cells of the isolation matrix are asked that are about the weakened table, as what the database *does*
//! counts most; then the catalog, which sees what nothing stands behind yet; last, as it takes longest, all other cells.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::catalog;
use super::isolation::Trials;
use super::proof::{Failure, Outcome, Proof, Watch};
use super::stage::{Setback, Stage};
use crate::model::Role;
use crate::mutation::{Mutation, mutations};
use crate::server::{Refusal, Session};

/// The proof that the other proofs can fail.
pub static PROOF: Proof = Proof {
    name: "mutations",
    about: "each way we know to weaken the schema turns the proof red",
    on_request: true,
    prepare: None,
    run,
};

/// Tries every weakening, each on a copy of a stage that has the sample rows.
fn run(stage: &Stage<'_>, outcome: &mut Outcome, watch: &dyn Watch) -> Result<(), Setback> {
    let trials = Trials::new(stage.model());
    let all = mutations(stage.model());
    watch.begin(PROOF.name, all.len());
    let good = trials.peopled(stage, "good")?;
    // What outlives a database would weaken the copies beside it, so it comes last, one after the other.
    let (lasting, passing): (Vec<_>, Vec<_>) = all.into_iter().partition(|mutation| !mutation.undo.is_empty());
    let lab = Lab { stage: &good, trials: &trials, watch };
    let found = [lab.run(&passing, workers()), lab.run(&lasting, 1)].concat();
    for (mutation, found) in passing.iter().chain(&lasting).zip(found) {
        note(outcome, mutation, found);
    }
    good.server.drop_database(&good.database).map_err(Setback::at("a copy"))
}

/// Who found a weakening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finder {
    Isolation,
    Catalog,
    Nobody,
}

/// Who found it, or why it could not be tried.
type Found = Result<Finder, Setback>;

fn note(outcome: &mut Outcome, mutation: &Mutation, found: Found) {
    outcome.tried(1, "mutation");
    let survived = |got: String| Failure::new(format!("survived: {mutation}")).with("got", got);
    match found {
        Ok(Finder::Isolation) => outcome.tried(1, "isolation kill"),
        Ok(Finder::Catalog) => outcome.tried(1, "catalog kill"),
        Ok(Finder::Nobody) => {
            outcome.fail(survived("every proof is green".to_owned()).with("tried", mutation.statements.join("; ")));
        }
        Err(setback) => outcome.fail(survived(format!("it could not be tried: {setback}"))),
    }
}

fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Where weakenings are tried.
struct Lab<'a> {
    stage: &'a Stage<'a>,
    trials: &'a Trials<'a>,
    watch: &'a dyn Watch,
}

impl Lab<'_> {
    /// Tries each, so many at a time; what came of them, in order.
    fn run(&self, mutations: &[Mutation], workers: usize) -> Vec<Found> {
        let next = AtomicUsize::new(0);
        let found = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(mutation) = mutations.get(at) else { break };
                        let result = self.try_out(mutation);
                        found.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
                        self.watch.step();
                    }
                });
            }
        });
        let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort_by_key(|(at, _)| *at);
        found.into_iter().map(|(_, result)| result).collect()
    }

    /// Weakens a copy, asks who sees it, and drops the copy.
    fn try_out(&self, mutation: &Mutation) -> Found {
        static COPIES: AtomicUsize = AtomicUsize::new(0);
        let copy = self.stage.copy(&format!("mutant_{}", COPIES.fetch_add(1, Ordering::Relaxed)))?;
        let found = self.on(&copy, mutation).map_err(Setback::at("the weakening"));
        copy.server.drop_database(&copy.database).map_err(Setback::at("a copy"))?;
        found
    }

    fn on(&self, copy: &Stage<'_>, mutation: &Mutation) -> Result<Finder, Refusal> {
        let mut admin = copy.connect(copy.server.superuser())?;
        admin.run(&mutation.statements.join(";\n"))?;
        let found = self.found(copy, &mut admin, mutation);
        if !mutation.undo.is_empty() {
            admin.run(&mutation.undo.join(";\n"))?;
        }
        found
    }

    fn found(&self, copy: &Stage<'_>, admin: &mut Session, mutation: &Mutation) -> Result<Finder, Refusal> {
        let mut login = |role: Role| copy.connect(copy.script.role(role));
        if self.trials.fails_near(&mutation.table, admin, &mut login)? {
            return Ok(Finder::Isolation);
        }
        if !catalog::compare(copy)?.differences.is_empty() {
            return Ok(Finder::Catalog);
        }
        let found = self.trials.fails_far(&mutation.table, admin, &mut login)?;
        Ok(if found { Finder::Isolation } else { Finder::Nobody })
    }
}
