//! Files on their way: written where nobody sees them, part by part, until all are there.
//!
//! Nothing is written as long as every file is right already. With the first that is not, the build takes its turn, which
//! keeps others waiting; what it compared before must still hold then, or it has to start again.

use std::fs;
use std::path::PathBuf;

use super::compare::{Comparison, Different};
use super::{Output, STATE, WritePlan, blocked, create_parent, journal};
use crate::diagnostic::Diagnostic;
use crate::target::Files;

/// Keeps other builds of the project waiting while it lives. What it staged goes with it.
#[derive(Debug)]
pub struct Turn {
    _lock: fs::File,
    stage: PathBuf,
}

/// A build's files, staged as they come.
pub struct Staging<'a> {
    comparison: Comparison<'a>,
    turn: Option<Turn>,
    is_overtaken: bool,
}

/// What comes of staging.
pub enum Staged<'a> {
    /// What is to be done; where that is anything, its turn has come.
    Whole(WritePlan<'a>),
    /// Another build came between: all has to be compared again, in the turn that is now held.
    Overtaken(Option<Turn>),
}

impl Turn {
    /// Waits until no other build writes, and takes back what a killed one left half done.
    pub fn begin(output: &Output) -> Result<Self, Diagnostic> {
        let begin = || {
            fs::create_dir_all(&output.state)?;
            fs::write(output.state.join(".gitignore"), "*\n")?;
            let lock = fs::File::create(output.state.join("lock"))?;
            lock.lock()?;
            journal::undo(output)?;
            Ok(Self { _lock: lock, stage: stage(output) })
        };
        begin().map_err(|error| blocked(STATE, &error))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // What cannot be removed goes with the next build.
        let _ = fs::remove_dir_all(&self.stage);
    }
}

impl<'a> Staging<'a> {
    /// Begins to compare and to stage, in a turn that is held already where there is one.
    pub fn of(output: &'a Output, turn: Option<Turn>) -> Result<Self, Diagnostic> {
        Ok(Self { comparison: Comparison::of(output)?, turn, is_overtaken: false })
    }

    /// Stages those files of a part that are not right already.
    ///
    /// # Errors
    /// [`OUTPUT_BLOCKED`](crate::diagnostic::codes::OUTPUT_BLOCKED) where they cannot be compared or written.
    pub fn add(&mut self, files: &Files) -> Result<(), Vec<Diagnostic>> {
        if self.is_overtaken {
            return Ok(());
        }
        let different = self.comparison.add(files)?;
        if different.is_empty() {
            return Ok(());
        }
        self.take_turn().and_then(|()| self.write(&different)).map_err(|error| vec![error])
    }

    /// What is to be done, once all is staged.
    ///
    /// # Errors
    /// As [`Comparison::plan`].
    pub fn finish(mut self) -> Result<Staged<'a>, Vec<Diagnostic>> {
        if self.is_overtaken {
            return Ok(Staged::Overtaken(self.turn));
        }
        let mut plan = self.comparison.plan()?;
        if self.turn.is_none() && !plan.is_empty() {
            // It only removes files.
            self.take_turn().map_err(|error| vec![error])?;
            if self.is_overtaken {
                return Ok(Staged::Overtaken(self.turn));
            }
            plan = self.comparison.plan()?;
        }
        Ok(Staged::Whole(WritePlan { turn: self.turn, ..plan }))
    }

    fn take_turn(&mut self) -> Result<(), Diagnostic> {
        if self.turn.is_none() {
            self.turn = Some(Turn::begin(self.comparison.output)?);
            self.is_overtaken = !self.comparison.still_holds()?;
        }
        Ok(())
    }

    fn write(&self, different: &[Different<'_>]) -> Result<(), Diagnostic> {
        if self.is_overtaken {
            return Ok(());
        }
        let new = new_folder(self.comparison.output);
        let put = |file: &Different<'_>| -> std::io::Result<()> {
            let path = new.join(file.path);
            create_parent(&path)?;
            fs::write(path, file.text)
        };
        different.iter().try_for_each(put).map_err(|error| blocked(STATE, &error))
    }
}

/// Where a build keeps what nobody sees yet.
pub fn stage(output: &Output) -> PathBuf {
    output.state.join("stage")
}

/// The new output folder, as far as it differs from the old one.
pub fn new_folder(output: &Output) -> PathBuf {
    stage(output).join("new")
}
