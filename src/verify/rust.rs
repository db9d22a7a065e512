//! The generated Rust crate, used on a real database: what is sent comes back as it was, and to its tenant alone.
//!
//! A small program is made that knows every entity of the crate by its types; what it sends is data. It is kept in the
//! cache folder with what cargo builds, so that only the first run takes long.

mod cell;
mod driver;
mod plan;

use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;

use super::program::{cache, run as run_program, version};
use super::proof::{Failure, Outcome, Proof, Watch};
use super::stage::{Setback, Stage};
use crate::sample::Sample;
use crate::server::Unavailable;

/// The proof that the crate and the database agree.
pub static PROOF: Proof = Proof {
    name: "rust",
    about: "every value that the Rust crate sends comes back as it was, to its own tenant alone",
    on_request: true,
    prepare: Some(prepare),
    run,
};

/// Where programs that use generated crates are built.
#[derive(Debug)]
pub struct Workshop {
    /// The folder that programs are written to; cargo's target folder is in it.
    pub folder: PathBuf,
}

/// A line that the program prints.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    /// Something does not hold.
    Fault { entity: String, what: String },
    /// The last line.
    End { carried: usize, refused: Vec<String> },
}

fn prepare(_: &dyn Watch) -> Result<(), Unavailable> {
    version("cargo", "install Rust from https://rustup.rs, or leave out `--rust`").map(drop)
}

fn run(stage: &Stage<'_>, outcome: &mut Outcome, watch: &dyn Watch) -> Result<(), Setback> {
    let workshop = Workshop { folder: cache().join("rust") };
    if !workshop.folder.exists() {
        watch.tell(&format!("building what the Rust crate needs, once, in {}", workshop.folder.display()));
    }
    workshop.prove(stage, outcome)
}

impl Workshop {
    /// Sends every kind of value through the crate on a copy of the stage.
    ///
    /// # Errors
    /// When the copy cannot be made.
    pub fn prove(&self, stage: &Stage<'_>, outcome: &mut Outcome) -> Result<(), Setback> {
        if stage.model().project.targets.rust.is_none() {
            outcome.note("the schema makes no Rust crate");
            return Ok(());
        }
        let sample = Sample::new(stage.model(), 2);
        let copy = stage.copy("rust")?;
        let mut admin = copy.connect(copy.server.superuser()).map_err(Setback::at("a copy"))?;
        admin.run(&sample.load().join(";\n")).map_err(Setback::at("the sample rows"))?;
        drop(admin);
        if let Err(failure) = self.send(&copy, &sample, outcome) {
            outcome.fail(failure);
        }
        copy.server.drop_database(&copy.database).map_err(Setback::at("a copy"))
    }

    fn send(&self, stage: &Stage<'_>, sample: &Sample<'_>, outcome: &mut Outcome) -> Result<(), Failure> {
        let plan = plan::plan(stage, sample, outcome);
        let write =
            |error: std::io::Error| Failure::new("the program cannot be written").with("got", error.to_string());
        let (folder, _turn) = driver::write(&self.folder, stage.script, &plan).map_err(write)?;
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["run", "--quiet"]).current_dir(folder).env("CARGO_TARGET_DIR", self.folder.join("target"));
        let input = serde_json::to_string(&plan.data).map_err(|error| write(error.into()))?;
        for line in run_program("the program that uses the Rust crate", &mut cargo, &input)?.lines() {
            heed(line, outcome);
        }
        Ok(())
    }
}

/// Takes note of what the program says.
fn heed(line: &str, outcome: &mut Outcome) {
    match serde_json::from_str(line) {
        Ok(Line::Fault { entity, what }) => {
            outcome.fail(Failure::new(format!("{entity}: a row does not come back as it was sent")).with("got", what));
        }
        Ok(Line::End { carried, refused }) => {
            outcome.tried(carried, "round trip");
            if !refused.is_empty() {
                let few = refused.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
                let count = refused.len();
                outcome
                    .note(format!("the schema's own constraints refuse {count} of the values at the edges: {few}, …"));
            }
        }
        Err(_) => outcome.fail(Failure::new("the program that uses the Rust crate says").with("got", line)),
    }
}
