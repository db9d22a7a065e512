//! What was given to a parser before and parsed, by digest: in this run, and by the tests before the release.
//!
//! A parser is asked about a text once. Texts that the cases' output has too were asked about by the tests, which hold
//! the lists. What is not in them goes to the parser. This module does not know what the texts are.

use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use crate::digest::{Digest, digest};

/// Texts that are known to parse.
#[derive(Debug, Default)]
pub struct Tried(RwLock<HashSet<Digest>>);

impl Tried {
    /// Those of a list of digests, one a line.
    pub fn of(list: &str) -> Self {
        Self(RwLock::new(list.lines().filter_map(Digest::read).collect()))
    }

    /// Whether a text parses: it was tried, or `parses` says so.
    pub fn parses(&self, text: &str, parses: impl FnOnce() -> bool) -> bool {
        let digest = digest(text.as_bytes());
        self.knows(digest) || parses() && self.learn(digest)
    }

    fn knows(&self, digest: Digest) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(&digest)
    }

    fn learn(&self, digest: Digest) -> bool {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(digest);
        true
    }
}

#[cfg(test)]
pub mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    impl Tried {
        /// How many there are.
        pub fn len(&self) -> usize {
            self.0.read().unwrap().len()
        }

        /// Holds a list below `src/check` to what was tried, or writes it.
        pub fn hold(self, path: &str, list: &str) {
            let mut digests: Vec<_> = self.0.into_inner().unwrap().iter().map(ToString::to_string).collect();
            digests.sort_unstable();
            let found = digests.join("\n") + "\n";
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                fs::write(root().join("src/check").join(path), found).unwrap();
            } else {
                assert_eq!(found, list, "`UPDATE_GOLDEN=1` writes src/check/{path} anew");
            }
        }
    }

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    /// The files whose names end so in a folder of the cases' output and of the CRM's.
    pub fn texts(folder: &str, ending: &str) -> Vec<String> {
        let cases = fs::read_dir(root().join("tests/cases/build")).unwrap();
        let cases = cases.map(|case| case.unwrap().path().join("expected"));
        let mut folders: Vec<_> = cases.chain([root().join("generated")]).map(|output| output.join(folder)).collect();
        let mut texts = Vec::new();
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
            let (below, files): (Vec<_>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
            folders.extend(below);
            let files = files.into_iter().filter(|path| path.to_string_lossy().ends_with(ending));
            texts.extend(files.map(|path| fs::read_to_string(path).unwrap()));
        }
        assert!(!texts.is_empty());
        texts
    }

    #[test]
    fn a_text_that_does_not_parse_is_tried_again() {
        let tried = Tried::default();
        assert!(!tried.parses("a", || false));
        assert!(tried.parses("a", || true) && tried.parses("a", || false));
    }
}
