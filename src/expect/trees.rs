//! Expressions of the model as trees, each text parsed once.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use crate::sql::facts::Tree;
use crate::sql::read::expression;

/// Trees by the text they are read from. Few texts differ: most columns share a default, most tables a policy.
#[derive(Default)]
pub struct Trees(RwLock<HashMap<String, Tree>>);

impl Trees {
    /// The tree of a text.
    pub fn get(&self, text: &str) -> Tree {
        if let Some(tree) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return tree.clone();
        }
        // A text that does not parse is no tree that the SQL can hold, so it shows as a difference.
        let tree = expression(text).unwrap_or_else(|_| Tree::new("", text));
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(text.to_owned(), tree.clone());
        tree
    }
}
