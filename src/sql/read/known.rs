//! Equal expressions, kept once: policies and defaults are alike from table to table, and each holds on to the text that
//! it stands in.

use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use crate::sql::facts::Tree;

/// The expressions that were read.
#[derive(Default)]
pub struct Known(RwLock<HashSet<Tree>>);

impl Known {
    /// The expression as it was read first. It is shown as it is written there.
    pub fn kept(&self, tree: Tree) -> Tree {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&tree) {
            return known.clone();
        }
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(tree.clone());
        tree
    }
}
