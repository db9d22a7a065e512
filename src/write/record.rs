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
use crate::digest::{Digest, digest};

/// The digests of each file as crmgen wrote it: one, or two where it was killed and may have written either.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Record(BTreeMap<String, Vec<String>>);

/// The record of the last build.
const LAST: &str = "written.json";

/// The record of the build that is under way, or was when it was killed.
const NEXT: &str = "writing.json";

impl Record {
    /// Reads what the last builds left. Without a legible record nothing is known, and nothing is wrong.
    fn read(state: &Path) -> Self {
        let mut known = BTreeMap::<String, Vec<String>>::new();
        for name in [LAST, NEXT] {
            let text = fs::read_to_string(state.join(name)).unwrap_or_default();
            let digests: BTreeMap<String, String> = serde_json::from_str(&text).unwrap_or_default();
            digests.into_iter().for_each(|(path, digest)| known.entry(path).or_default().push(digest));
        }
        Self(known)
    }

    /// Whether crmgen wrote this text at that path; `None` where it knows nothing of the path.
    fn has(&self, path: &str, text: &[u8]) -> Option<bool> {
        self.0.get(path).map(|digests| digests.contains(&digest(text).to_string()))
    }
}

/// Notes that files of these digests are about to be written, before the first of them is.
pub fn begin(digests: &BTreeMap<String, Digest>, state: &Path) -> io::Result<()> {
    let digests: BTreeMap<_, _> = digests.iter().map(|(path, digest)| (path, digest.to_string())).collect();
    fs::write(state.join(NEXT), serde_json::to_string_pretty(&digests)?)
}

/// Notes that what [`begin`] announced has been done.
pub fn finish(state: &Path) -> io::Result<()> {
    fs::rename(state.join(NEXT), state.join(LAST))
}

/// Those of the files at `paths` that somebody edited since crmgen wrote them. Where neither the record nor git knows a
/// file, it counts as crmgen's own.
pub fn edited<'a>(output: &Output, paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let record = Record::read(&output.state);
    let recorded = |path: &str| record.has(path, &fs::read(output.folder.join(path)).unwrap_or_default());
    let suspects: Vec<_> =
        paths.map(|path| (path, recorded(path))).filter(|(_, recorded)| *recorded != Some(true)).collect();
    if suspects.is_empty() {
        return Vec::new();
    }
    let git = Git::ask(&output.folder);
    let is_edited = |path: &str, recorded: Option<bool>| match git.has(path) {
        Some(as_committed) => !as_committed,
        None => recorded == Some(false),
    };
    let edited = suspects.into_iter().filter(|(path, recorded)| is_edited(path, *recorded));
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

/// Whether the file at a path has that digest.
pub fn is(path: &Path, known: Digest) -> bool {
    fs::read(path).is_ok_and(|text| digest(&text) == known)
}
