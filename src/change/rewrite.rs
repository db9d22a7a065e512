//! Tables that are written anew: which columns change their type or way of being worked out, what must go with them and
//! come again, and which tables that ties together into one transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::{Node, Scope};
use crate::sql::facts::{Facts, ObjectName};

/// What is written anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rewrites {
    /// Columns that are dropped and made again.
    recreated: BTreeSet<(ObjectName, String)>,
    /// What is there on both sides and is dropped and made again with a rewrite.
    remade: BTreeSet<Node>,
    /// The table whose name stands for all those that one transaction rewrites.
    leaders: BTreeMap<ObjectName, ObjectName>,
}

impl Rewrites {
    /// Finds what is written anew, on an old side under new names.
    #[must_use]
    pub fn between(_old: &Facts, _new: &Facts) -> Self {
        Self::default()
    }

    /// Whether a column is dropped and made again.
    #[must_use]
    pub fn recreates(&self, table: &ObjectName, column: &str) -> bool {
        self.recreated.contains(&(table.clone(), column.to_owned()))
    }

    /// Whether something that both sides have is dropped and made again with a rewrite, as the new side has it. Its own
    /// file then says what changes in it, but has no statements for it.
    #[must_use]
    pub fn remakes(&self, node: &Node) -> bool {
        self.remade.contains(node)
    }

    /// The transaction in which a table is rewritten.
    #[must_use]
    pub fn scope(&self, table: &ObjectName) -> Scope {
        Scope::Together(format!("rewrite {}", self.leaders.get(table).unwrap_or(table)))
    }
}
