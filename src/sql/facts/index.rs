//! Indexes.

use std::collections::BTreeMap;
use std::fmt;

use super::column::comment;
use super::{Described, ObjectName, Tree, describe};

/// An index that is not a constraint's.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Index {
    /// The access method.
    pub method: String,
    /// Its keys in order.
    pub keys: Vec<IndexKey>,
    /// Whether it is unique.
    pub unique: bool,
    /// Whether two NULLs count as equal in a unique one.
    pub nulls_not_distinct: bool,
    /// The rows it covers, where it does not cover all.
    pub filter: Option<Tree>,
    /// Its comment.
    pub comment: Option<String>,
    /// The columns that it carries along.
    pub include: Vec<String>,
    /// Its storage parameters, and `TABLESPACE`.
    pub options: BTreeMap<String, String>,
}

/// One key of an index.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexKey {
    /// What is indexed.
    pub part: KeyPart,
    /// The collation, where it is named.
    pub collation: Option<ObjectName>,
    /// The operator class, where it is named, with its parameters.
    pub opclass: Option<String>,
    /// Whether the largest comes first.
    pub descending: bool,
    /// Whether NULLs come first; without a word they do where the order is descending.
    pub nulls_first: bool,
}

/// What an index key indexes.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyPart {
    /// A column.
    Column(String),
    /// An expression.
    Expression(Tree),
}

impl Index {
    /// Its expressions: those of its keys and its condition.
    pub fn trees(&self) -> impl Iterator<Item = &Tree> {
        let keys = self.keys.iter().filter_map(|key| match &key.part {
            KeyPart::Expression(tree) => Some(tree),
            KeyPart::Column(_) => None,
        });
        keys.chain(&self.filter)
    }

    /// Adds what the index is.
    pub(super) fn describe(&self, name: &str, out: &mut Described) {
        let mut object = out.object("index", name);
        object.says("method", &self.method);
        object.list("keys", &self.keys);
        object.says("uniqueness", if self.unique { "unique" } else { "" });
        object.says("NULLs", if self.nulls_not_distinct { "not distinct" } else { "" });
        object.says("comment", comment(self.comment.as_deref()));
        object.list("columns carried along", &self.include);
        object.list("options", describe::pairs(&self.options));
        for key in &self.keys {
            if let KeyPart::Expression(tree) = &key.part {
                object.tree("expression", tree);
            }
        }
        if let Some(filter) = &self.filter {
            object.tree("filter", filter);
        }
    }
}

impl fmt::Display for IndexKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.part {
            KeyPart::Column(column) => f.write_str(column)?,
            // Trees are compared as trees, beside the list.
            KeyPart::Expression(_) => f.write_str("(an expression)")?,
        }
        if let Some(collation) = &self.collation {
            write!(f, " COLLATE {collation}")?;
        }
        if let Some(opclass) = &self.opclass {
            write!(f, " {opclass}")?;
        }
        f.write_str(if self.descending { " DESC" } else { "" })?;
        f.write_str(match (self.descending, self.nulls_first) {
            (true, false) => " NULLS LAST",
            (false, true) => " NULLS FIRST",
            (true, true) | (false, false) => "",
        })
    }
}
