//! What the schema makes, compared with what stands in the output folder, part by part.
//!
//! Of a file that has been compared only a digest is kept, so that its text can go. Nothing is written here.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::disk::{self, Entries, Kind, Standing};
use super::record;
use super::{Output, WritePlan, obstacle};
use crate::diagnostic::{Diagnostic, codes};
use crate::digest::{Digest, digest};
use crate::target::Files;

/// A comparison that is under way.
#[derive(Debug)]
pub struct Comparison<'a> {
    pub(super) output: &'a Output,
    /// What was in the folder at the start.
    listed: BTreeMap<String, Kind>,
    /// The files compared so far.
    made: BTreeMap<String, Made>,
}

/// A file that the schema makes.
#[derive(Debug)]
struct Made {
    digest: Digest,
    /// How the file that stands there compares; `None` where there is none.
    standing: Option<Standing>,
}

/// A file that is not yet as the schema makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Different<'f> {
    /// Its path below the output folder.
    pub path: &'f str,
    /// The text that the schema makes.
    pub text: &'f str,
    /// Whether nothing stands there.
    pub is_new: bool,
}

impl<'a> Comparison<'a> {
    /// Looks at what stands in the folder.
    pub(super) fn of(output: &'a Output) -> Result<Self, Diagnostic> {
        Ok(Self { output, listed: disk::list(&output.folder)?, made: BTreeMap::new() })
    }

    /// Compares the files of a part, and says which of them are not yet as they should be.
    ///
    /// # Errors
    /// [`codes::OUTPUT_BLOCKED`] for a path that no file can have, and for a file that cannot be read.
    pub fn add<'f>(&mut self, files: &'f Files) -> Result<Vec<Different<'f>>, Vec<Diagnostic>> {
        let faults: Vec<_> = files.keys().filter_map(|path| impossible(path)).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let texts: Vec<_> = files.iter().collect();
        let compare = |(path, text): &(&'f String, &'f String)| Ok((*path, *text, self.compare(path, text)?));
        let compared: Result<Vec<_>, Diagnostic> = texts.par_iter().map(compare).collect();
        let mut different = Vec::new();
        for (path, text, made) in compared.map_err(|fault| vec![fault])? {
            if made.standing != Some(Standing::Same) {
                different.push(Different { path, text, is_new: made.standing.is_none() });
            }
            self.made.insert(path.clone(), made);
        }
        Ok(different)
    }

    fn compare(&self, path: &str, text: &str) -> Result<Made, Diagnostic> {
        let standing = match self.listed.get(path) {
            None => None,
            Some(Kind::File) => Some(disk::compared(&self.output.folder, path, text)?),
            Some(kind @ (Kind::Folder | Kind::Link | Kind::Other)) => Some(Standing::Foreign(*kind)),
        };
        Ok(Made { digest: digest(text.as_bytes()), standing })
    }

    /// Whether the folder is still as it was when it was looked at, as far as a plan relies on that.
    pub(super) fn still_holds(&self) -> Result<bool, Diagnostic> {
        let is_as_made = |(path, made): (&String, &Made)| {
            made.standing != Some(Standing::Same) || record::is(&self.output.folder.join(path), made.digest)
        };
        Ok(disk::list(&self.output.folder)? == self.listed && self.made.iter().all(is_as_made))
    }

    /// What is to be done, once every part has been compared.
    ///
    /// # Errors
    /// [`codes::OUTPUT_BLOCKED`] for everything in the folder that stands in the way of a file and is not crmgen's.
    pub fn plan(&self) -> Result<WritePlan<'a>, Vec<Diagnostic>> {
        let standing = self.standing();
        let faults: Vec<_> = self.made.keys().filter_map(|path| obstacle(path, &standing)).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let stale = standing.iter().filter(|(_, is)| **is == Standing::Stale).map(|(path, _)| path.clone());
        let mut plan = WritePlan {
            output: self.output,
            turn: None,
            digests: BTreeMap::new(),
            added: Vec::new(),
            changed: Vec::new(),
            unchanged: Vec::new(),
            removed: stale.collect(),
            edited: Vec::new(),
            has_foreign: standing.values().any(|is| matches!(is, Standing::Foreign(_))),
        };
        for (path, made) in &self.made {
            let list = match made.standing {
                Some(Standing::Same) => &mut plan.unchanged,
                Some(Standing::Changed) => &mut plan.changed,
                Some(Standing::Stale | Standing::Foreign(_)) | None => &mut plan.added,
            };
            list.push(path.clone());
            plan.digests.insert(path.clone(), made.digest);
        }
        plan.edited = record::edited(self.output, plan.replaced());
        Ok(plan)
    }

    /// Everything in the folder, and how it stands to what the schema makes.
    fn standing(&self) -> Entries {
        let listed: Vec<_> = self.listed.iter().collect();
        let standing = |(path, kind): (&String, &Kind)| match self.made.get(path).and_then(|made| made.standing) {
            Some(standing) => (path.clone(), standing),
            None => (path.clone(), disk::unmade(&self.output.folder, path, *kind)),
        };
        listed.into_par_iter().map(standing).collect()
    }
}

/// Why no file can stand at a path, whatever else stands there.
fn impossible(path: &str) -> Option<Diagnostic> {
    let plain = |part| !matches!(part, "" | "." | "..");
    if path.split('/').all(plain) && !path.contains(['\\', '\0']) {
        return None;
    }
    let message = format!("`{}` cannot be a file's path", path.escape_debug());
    Some(Diagnostic::error(&codes::OUTPUT_BLOCKED, message).help("rename what it is named after"))
}
