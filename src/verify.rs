//! The proof, on a real PostgreSQL, that what is made of a model does what the model says.
//!
//! Everything here reads the model and asks a server; nothing is looked up in templates or views, so that a fault there
//! cannot excuse itself. A proof is one file and an entry in [`ALL`]. This layer does not know where the server came
//! from, nor how reports reach the reader.

pub mod catalog;
pub mod isolation;
mod lifecycle;
pub mod migration;
pub mod mutation;
pub mod prisma;
pub mod program;
pub mod proof;
pub mod report;
pub mod rust;
pub mod snapshot;
pub mod stage;
mod surroundings;
mod weakness;

pub use lifecycle::raise;
pub use proof::{Failure, Outcome, Proof, Unwatched, Watch};
pub use report::{Report, Trial};
pub use stage::{Script, Setback, Stage};

use crate::server::Server;
use crate::write::WritePlan;

/// Every proof, in the order in which they run. Before them the stage is set, which is a proof in itself.
pub static ALL: &[&Proof] = &[&catalog::PROOF, &isolation::PROOF, &prisma::PROOF, &rust::PROOF, &mutation::PROOF];

/// Whether the committed artifacts are what the schema makes: only then is what follows said of them.
#[must_use]
pub fn artifacts(plan: &WritePlan<'_>) -> Outcome {
    let mut outcome = Outcome::of("artifacts");
    outcome.tried(plan.added.len() + plan.changed.len() + plan.unchanged.len(), "file");
    let stale = [("is missing", &plan.added), ("is not what the schema makes", &plan.changed)];
    let stale = stale.into_iter().flat_map(|(what, paths)| paths.iter().map(move |path| (what, path.as_str())));
    let leftover = plan.removed.iter().map(|path| ("is no longer made", path.as_str()));
    for (what, path) in stale.chain(leftover) {
        outcome
            .fail(Failure::new(format!("{}/{path} {what}", crate::write::FOLDER)).with("help", "run `crmgen build`"));
    }
    outcome
}

/// Tries everything on one server.
#[must_use]
pub fn prove(server: &Server, script: &Script<'_>, proofs: &[&'static Proof], watch: &dyn Watch) -> Trial {
    let mut trial = Trial::on(server);
    watch.begin("lifecycle", 0);
    let (stage, lifecycle) = raise(server, script, "stage");
    trial.outcomes.push(lifecycle);
    let Some(stage) = stage else {
        trial.untried = proofs.iter().map(|proof| proof.name).collect();
        return trial;
    };
    trial.notes.extend(stage.stand_ins.iter().map(|what| format!("{what} is not there; something stood in for it")));
    for proof in proofs {
        let mut outcome = Outcome::of(proof.name);
        watch.begin(proof.name, 0);
        if let Err(setback) = (proof.run)(&stage, &mut outcome, watch) {
            outcome.fail(setback.into());
        }
        trial.notes.append(&mut outcome.notes);
        trial.outcomes.push(outcome);
    }
    trial
}
