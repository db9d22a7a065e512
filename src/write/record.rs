//! Which files somebody edited by hand since crmgen wrote them.
//!
//! A generated file carries no digest of itself: it would make every two branches conflict. Instead crmgen remembers,
//! outside of git, a digest of each file as it last wrote it; after a clone or a pull, when that says nothing or is out of
//! date, git does: a file that is as git has it was not edited since. A file that neither of the two vouches for was.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use super::Output;
use crate::target::Files;

/// The digest of each file as crmgen last wrote it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Record(BTreeMap<String, String>);

impl Record {
    const FILE: &str = "written.json";

    /// The record of a build that made these files.
    pub fn of(files: &Files) -> Self {
        Self(files.iter().map(|(path, text)| (path.clone(), digest(text.as_bytes()))).collect())
    }

    /// Reads what the last build left. Without a legible record nothing is known, and nothing is wrong.
    pub fn read(state: &Path) -> Self {
        let text = fs::read_to_string(state.join(Self::FILE)).unwrap_or_default();
        Self(serde_json::from_str(&text).unwrap_or_default())
    }

    /// Leaves the record for the next build.
    pub fn write(&self, state: &Path) -> io::Result<()> {
        let text = serde_json::to_string_pretty(&self.0)?;
        let staged = tempfile::NamedTempFile::new_in(state)?;
        fs::write(staged.path(), text)?;
        staged.persist(state.join(Self::FILE))?;
        Ok(())
    }
}

/// Those of the files at `paths` that somebody edited since crmgen wrote them. Where neither the record nor git knows a
/// file, it counts as crmgen's own.
pub fn edited<'a>(output: &Output, paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let record = Record::read(&output.state);
    let digest_of = |path: &str| fs::read(output.folder.join(path)).map(|bytes| digest(&bytes)).ok();
    let suspects: Vec<_> = paths
        .map(|path| (path, record.0.get(path)))
        .filter(|(path, recorded)| recorded.is_none() || digest_of(path).as_ref() != *recorded)
        .collect();
    if suspects.is_empty() {
        return Vec::new();
    }
    let git = Git::ask(&output.folder);
    let is_edited = |path: &str, recorded: bool| git.has(path).map_or(recorded, |as_committed| !as_committed);
    let edited = suspects.into_iter().filter(|(path, recorded)| is_edited(path, recorded.is_some()));
    edited.map(|(path, _)| path.to_owned()).collect()
}

/// What git knows of the output folder. Paths are below that folder; both sets are empty where there is no git.
#[derive(Default)]
struct Git {
    tracked: BTreeSet<String>,
    modified: BTreeSet<String>,
}

impl Git {
    fn ask(folder: &Path) -> Self {
        let list = |options: &[&str]| {
            let output =
                Command::new("git").arg("-C").arg(folder).args(["ls-files", "-z"]).args(options).output().ok()?;
            let paths = String::from_utf8(output.stdout).ok()?;
            output.status.success().then(|| paths.split_terminator('\0').map(str::to_owned).collect())
        };
        let both = || Some(Self { tracked: list(&[])?, modified: list(&["--modified"])? });
        both().unwrap_or_default()
    }

    /// Whether the file is as git has it; `None` where git does not have it.
    fn has(&self, path: &str) -> Option<bool> {
        self.tracked.contains(path).then(|| !self.modified.contains(path))
    }
}

/// The 64-bit FNV-1a hash in hexadecimal: stable for ever, and enough to notice an edit that does not hide.
fn digest(bytes: &[u8]) -> String {
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}")
}
