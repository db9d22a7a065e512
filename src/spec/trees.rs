//! The trees of files that two schemas have in common: most of the work of reading a file is its syntax, and a text has one
//! whichever schema it is in.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::yaml::{self, Node};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources};

/// Trees, by the texts that they were made of.
#[derive(Debug, Default)]
pub struct Trees<'t>(HashMap<&'t str, Node>);

impl<'t> Trees<'t> {
    /// Parses the files of which both have the text, each once. One that does not parse is left for whoever asks for it,
    /// as the finding points into a file.
    #[must_use]
    pub fn of_both(old: &'t Sources, new: &'t Sources) -> Self {
        let known: HashSet<_> = old.iter().map(|(_, file)| file.text()).collect();
        let common: Vec<_> = new.iter().filter(|(_, file)| known.contains(file.text())).collect();
        let trees =
            common.into_par_iter().filter_map(|(id, file)| Some((file.text(), yaml::parse(id, file.text()).ok()?)));
        Self(trees.collect())
    }

    /// The tree of a file.
    ///
    /// # Errors
    /// Those of [`yaml::parse`].
    pub fn parse(&self, source: SourceId, text: &str) -> Result<Node, Diagnostic> {
        match self.0.get(text) {
            Some(tree) => Ok(tree.placed(source)),
            None => yaml::parse(source, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_both_is_as_if_it_were_parsed_alone() {
        let [mut old, mut new] = [Sources::default(), Sources::default()];
        old.add("other.yaml", "z: 1\n");
        for sources in [&mut old, &mut new] {
            sources.add("same.yaml", "a: [b, { c: 'd' }]\ne:\n");
        }
        let trees = Trees::of_both(&old, &new);
        assert_eq!(trees.0.len(), 1);
        for (id, file) in old.iter().chain(new.iter()) {
            let [shared, alone] = [trees.parse(id, file.text()), yaml::parse(id, file.text())];
            assert_eq!(format!("{shared:?}"), format!("{alone:?}"));
        }
    }

    #[test]
    fn a_fault_is_found_in_each_file_that_has_it() {
        let mut sources = Sources::default();
        let ids = ["one.yaml", "two.yaml"].map(|name| sources.add(name, "a: [\n"));
        let trees = Trees::of_both(&sources, &sources);
        for id in ids {
            assert_eq!(trees.parse(id, "a: [\n").unwrap_err().span().map(|span| span.source), Some(id));
        }
    }
}
