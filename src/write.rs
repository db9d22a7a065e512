//! Files against the disk: what would change in the output folder, and the change itself, all of it or nothing.
//!
//! Files come part by part; those that are not right already are staged beside the output, where nobody sees them, and
//! only the whole of them is put in place. No file system renames several files in one step, so "all or nothing" is made
//! in one of two ways, both of which sync what is staged before the first visible change:
//!
//! - `swap`: where the folder holds nothing but crmgen's files, a complete new folder is exchanged with the old one in
//!   one call. Whatever happens, the folder is the old one or the new one.
//! - `journal`: where there are other files (which must not move), or where the system cannot exchange folders, files
//!   are renamed one by one under a journal of what they replace. A fault takes everything back at once; a kill between
//!   two renames is taken back by the next build.
//!
//! What crmgen has to remember between two builds lies in a folder of its own beside the output, which keeps itself out of
//! git. This layer does not know what is in a file, save the mark in its first line.

mod compare;
mod disk;
mod journal;
mod record;
mod stage;
mod swap;
mod system;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, codes};
use crate::digest::Digest;
use crate::target::{Files, Take};

pub use compare::{Comparison, Different};
use disk::Kind;
use stage::{Staged, Staging, Turn};

/// The output folder's name, below the project's root.
pub const FOLDER: &str = "generated";

/// The name of the folder, below the project's root, that holds what crmgen remembers between two builds.
pub const STATE: &str = ".crmgen";

/// Where a project's output lies.
#[derive(Debug, Clone)]
pub struct Output {
    folder: PathBuf,
    state: PathBuf,
}

/// What a build changes in the output folder. Paths are below that folder, with `/`, in order.
#[derive(Debug)]
pub struct WritePlan<'a> {
    output: &'a Output,
    /// Held where files are staged.
    turn: Option<Turn>,
    /// Of each file that the schema makes.
    digests: BTreeMap<String, Digest>,
    /// Files that are not there yet.
    pub added: Vec<String>,
    /// Files of crmgen's whose text is another now.
    pub changed: Vec<String>,
    /// Files that are right already.
    pub unchanged: Vec<String>,
    /// Files of crmgen's that the schema no longer makes.
    pub removed: Vec<String>,
    /// Those among `changed` and `removed` that somebody edited since crmgen wrote them.
    pub edited: Vec<String>,
    /// Whether the folder also holds what crmgen did not make.
    has_foreign: bool,
}

impl Output {
    /// The output of the project in that folder.
    #[must_use]
    pub fn of(root: &Path) -> Self {
        Self { folder: root.join(FOLDER), state: root.join(STATE) }
    }

    /// Makes the folder hold the files that `make` hands over part by part: all of them or, on an error, what it held
    /// before. `before` is shown what is about to be done. Where another build comes between, all is made once more.
    ///
    /// # Errors
    /// [`codes::OUTPUT_BLOCKED`], for everything that stands in the way; or what `make` fails with.
    pub fn write(
        &self,
        make: impl Fn(Take<'_>) -> Result<(), Vec<Diagnostic>>,
        before: impl FnOnce(&WritePlan<'_>),
    ) -> Result<WritePlan<'_>, Vec<Diagnostic>> {
        let mut turn = None;
        let mut plan = loop {
            if turn.is_none() && journal::is_pending(self) {
                turn = Some(Turn::begin(self).map_err(|error| vec![error])?);
            }
            let mut staging = Staging::of(self, turn.take()).map_err(|error| vec![error])?;
            make(&mut |files| staging.add(&files))?;
            match staging.finish()? {
                Staged::Whole(plan) => break plan,
                Staged::Overtaken(held) => turn = held,
            }
        };
        before(&plan);
        plan.apply().map_err(|error| vec![error])?;
        plan.turn = None;
        Ok(plan)
    }

    /// Begins to compare what the schema makes with what stands in the folder. Nothing is written.
    ///
    /// # Errors
    /// [`codes::OUTPUT_BLOCKED`] where the folder cannot be read.
    pub fn compare(&self) -> Result<Comparison<'_>, Vec<Diagnostic>> {
        Comparison::of(self).map_err(|error| vec![error])
    }

    /// Compares what `make` hands over part by part with what stands in the folder. Nothing is written.
    ///
    /// # Errors
    /// As [`Comparison::add`] and [`Comparison::plan`], or what `make` fails with.
    pub fn compared(
        &self,
        make: impl FnOnce(Take<'_>) -> Result<(), Vec<Diagnostic>>,
    ) -> Result<WritePlan<'_>, Vec<Diagnostic>> {
        let mut comparison = self.compare()?;
        make(&mut |files| comparison.add(&files).map(drop))?;
        comparison.plan()
    }

    /// Compares all that the schema makes with what stands in the folder. Nothing is written.
    ///
    /// # Errors
    /// As [`Comparison::add`] and [`Comparison::plan`].
    pub fn plan(&self, files: &Files) -> Result<WritePlan<'_>, Vec<Diagnostic>> {
        let mut comparison = self.compare()?;
        comparison.add(files)?;
        comparison.plan()
    }

    /// The text of a file as it stands; empty where it is not there.
    #[must_use]
    pub fn text(&self, path: &str) -> String {
        fs::read(self.folder.join(path)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }
}

impl WritePlan<'_> {
    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// `3 added, 2 changed, 1 removed`; empty where nothing is to be done.
    #[must_use]
    pub fn summary(&self) -> String {
        let counts = [(self.added.len(), "added"), (self.changed.len(), "changed"), (self.removed.len(), "removed")];
        let words: Vec<_> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        words.join(", ")
    }

    /// One warning for each file that somebody edited and this plan overwrites or removes.
    #[must_use]
    pub fn warnings(&self) -> Vec<Diagnostic> {
        self.edited.iter().map(|path| edited_by_hand(path)).collect()
    }

    /// Does it: all of it, or, where it fails, nothing. Edited files are kept below [`STATE`] first.
    fn apply(&self) -> Result<(), Diagnostic> {
        if self.is_empty() {
            return Ok(());
        }
        let state = &self.output.state;
        self.keep_edited()
            .and_then(|()| record::begin(&self.digests, state))
            .map_err(|error| blocked(STATE, &error))?;
        // Where the folder cannot be exchanged, for whatever reason, its files can be replaced one by one.
        let swapped = !self.has_foreign && swap::replace(self).is_ok();
        if !swapped {
            journal::replace(self).map_err(|error| blocked(FOLDER, &error))?;
        }
        record::finish(state).map_err(|error| blocked(STATE, &error))
    }

    /// The files of crmgen's that are overwritten or removed.
    fn replaced(&self) -> impl Iterator<Item = &str> {
        self.changed.iter().chain(&self.removed).map(String::as_str)
    }

    /// The files to write.
    fn written(&self) -> impl Iterator<Item = &str> {
        self.added.iter().chain(&self.changed).map(String::as_str)
    }

    fn keep_edited(&self) -> io::Result<()> {
        for path in &self.edited {
            let kept = self.output.state.join("edited").join(path);
            create_parent(&kept)?;
            fs::copy(self.output.folder.join(path), kept)?;
        }
        Ok(())
    }
}

/// What keeps a file from standing at `path`, if anything does.
fn obstacle(path: &str, standing: &disk::Entries) -> Option<Diagnostic> {
    let (at, kind) = disk::foreign_at(path, standing)?;
    let message = format!("{FOLDER}/{at} stands in the way of {FOLDER}/{path}: it is {}", kind.phrase());
    Some(Diagnostic::error(&codes::OUTPUT_BLOCKED, message).help(match kind {
        Kind::File => "move or delete it; crmgen overwrites only files that carry its mark in their first line",
        Kind::Folder | Kind::Link | Kind::Other => "move or delete it",
    }))
}

fn blocked(shown: &str, error: &io::Error) -> Diagnostic {
    let message = format!("cannot write to {shown}: {error}");
    Diagnostic::error(&codes::OUTPUT_BLOCKED, message).help("nothing was changed")
}

fn edited_by_hand(path: &str) -> Diagnostic {
    let message = format!("{FOLDER}/{path} was edited by hand; the next build overwrites it");
    Diagnostic::warning(&codes::EDITED_BY_HAND, message)
        .help(format!("the edited text is kept as {STATE}/edited/{path}; put into the schema what should stay"))
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

#[cfg(test)]
mod tests;
