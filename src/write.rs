//! Files against the disk: what would change in the output folder, and the change itself, all of it or nothing.
//!
//! No file system renames several files in one step, so "all or nothing" is made in one of two ways, both of which stage
//! everything beside the output and sync it before the first visible change:
//!
//! - `swap`: where the folder holds nothing but crmgen's files, a complete new folder is exchanged with the old one in
//!   one call. Whatever happens, the folder is the old one or the new one.
//! - `journal`: where there are other files (which must not move), or where the system cannot exchange folders, files
//!   are renamed one by one under a journal of what they replace. A fault takes everything back at once; a kill between
//!   two renames is taken back by the next build.
//!
//! What crmgen has to remember between two builds lies in a folder of its own beside the output, which keeps itself out of
//! git. This layer does not know what is in a file, save the mark in its first line.

mod disk;
mod journal;
mod record;
mod swap;
mod system;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, codes};
use crate::target::Files;

use disk::{Kind, Standing};

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

/// Keeps other builds of the project waiting while it lives.
struct Turn {
    _lock: fs::File,
}

/// What a build changes in the output folder. Paths are below that folder, with `/`, in order.
#[derive(Debug)]
pub struct WritePlan<'a> {
    output: &'a Output,
    files: &'a Files,
    /// Files that are not there yet.
    pub added: Vec<&'a str>,
    /// Files of crmgen's whose text is another now.
    pub changed: Vec<&'a str>,
    /// Files that are right already.
    pub unchanged: Vec<&'a str>,
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

    /// Makes the folder hold `files`: all of them or, on an error, what it held before. `before` is shown what is about
    /// to be done.
    ///
    /// # Errors
    /// [`codes::OUTPUT_BLOCKED`], for everything that stands in the way.
    pub fn write<'a>(
        &'a self,
        files: &'a Files,
        before: impl FnOnce(&WritePlan<'_>),
    ) -> Result<WritePlan<'a>, Vec<Diagnostic>> {
        let plan = self.plan(files)?;
        if plan.is_empty() && !journal::is_pending(self) {
            return Ok(plan);
        }
        let _turn = self.begin().map_err(|error| vec![error])?;
        let plan = self.plan(files)?;
        before(&plan);
        plan.apply().map_err(|error| vec![error])?;
        Ok(plan)
    }

    /// Waits until no other build writes here, and takes back what a killed one left half done.
    fn begin(&self) -> Result<Turn, Diagnostic> {
        let begin = || {
            fs::create_dir_all(&self.state)?;
            fs::write(self.state.join(".gitignore"), "*\n")?;
            let lock = fs::File::create(self.state.join("lock"))?;
            lock.lock()?;
            journal::undo(self)?;
            Ok(Turn { _lock: lock })
        };
        begin().map_err(|error| blocked(STATE, &error))
    }

    /// Compares what the schema makes with what stands in the folder. Nothing is written.
    ///
    /// # Errors
    /// [`codes::OUTPUT_BLOCKED`] for everything in the folder that stands in the way of a file and is not crmgen's, and
    /// for what cannot be read.
    pub fn plan<'a>(&'a self, files: &'a Files) -> Result<WritePlan<'a>, Vec<Diagnostic>> {
        let standing = disk::read(&self.folder, files).map_err(|error| vec![error])?;
        let faults: Vec<_> = files.keys().filter_map(|path| obstacle(path, &standing)).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let of = |kind| standing.iter().filter(move |(_, is)| **is == kind).map(|(path, _)| path.clone());
        let mut plan = WritePlan {
            output: self,
            files,
            added: Vec::new(),
            changed: Vec::new(),
            unchanged: Vec::new(),
            removed: of(Standing::Stale).collect(),
            edited: Vec::new(),
            has_foreign: standing.values().any(|is| matches!(is, Standing::Foreign(_))),
        };
        for path in files.keys() {
            match standing.get(path) {
                Some(Standing::Same) => plan.unchanged.push(path),
                Some(Standing::Changed) => plan.changed.push(path),
                Some(Standing::Stale | Standing::Foreign(_)) | None => plan.added.push(path),
            }
        }
        plan.edited = record::edited(self, plan.replaced());
        Ok(plan)
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
        self.keep_edited().and_then(|()| record::begin(self.files, state)).map_err(|error| blocked(STATE, &error))?;
        // Where the folder cannot be exchanged, for whatever reason, its files can be replaced one by one.
        let swapped = !self.has_foreign && swap::replace(self).is_ok();
        if !swapped {
            journal::replace(self).map_err(|error| blocked(FOLDER, &error))?;
        }
        record::finish(state).map_err(|error| blocked(STATE, &error))
    }

    /// The files of crmgen's that are overwritten or removed.
    fn replaced(&self) -> impl Iterator<Item = &str> {
        self.changed.iter().copied().chain(self.removed.iter().map(String::as_str))
    }

    /// The files to write, with their text.
    fn written(&self) -> impl Iterator<Item = (&str, &str)> {
        self.added.iter().chain(&self.changed).map(|path| (*path, self.files[*path].as_str()))
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
    let plain = |part| !matches!(part, "" | "." | "..");
    if !path.split('/').all(plain) || path.contains(['\\', '\0']) {
        let message = format!("`{}` cannot be a file's path", path.escape_debug());
        return Some(Diagnostic::error(&codes::OUTPUT_BLOCKED, message).help("rename what it is named after"));
    }
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
