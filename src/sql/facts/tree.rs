//! Expressions, compared by their syntax trees.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::Mentions;
use crate::sql::{literal, read};

/// An expression as PostgreSQL's parser sees it. Two are equal when their trees are: layout, letter case, comments and
/// superfluous parentheses make no difference, everything else does.
#[derive(Clone)]
pub struct Tree {
    tree: Arc<str>,
    written: Written,
}

/// Where the text of an expression is.
#[derive(Clone)]
enum Written {
    /// It is this text.
    Whole(Arc<str>),
    /// It stands in a longer text: the places of its first and last node that have one.
    Part { text: Arc<str>, first: usize, last: usize },
}

/// What the tree of a text starts with.
const CONSTANT: &str = "{\"A_Const\":{\"sval\"";

impl Tree {
    /// Takes the parser's JSON of one expression, places in the text left out, and what people are to be shown.
    #[must_use]
    pub fn new(tree: impl Into<Arc<str>>, shown: impl Into<Arc<str>>) -> Self {
        Self { tree: tree.into(), written: Written::Whole(shown.into()) }
    }

    /// Takes the parser's JSON of an expression that stands in a longer text, and the places in it, in bytes, of the
    /// nodes that stand first and last.
    #[must_use]
    pub fn part(tree: impl Into<Arc<str>>, text: Arc<str>, first: usize, last: usize) -> Self {
        Self { tree: tree.into(), written: Written::Part { text, first, last } }
    }

    /// A text as a constant.
    #[must_use]
    pub fn constant(text: &str) -> Self {
        // As the parser writes JSON, which escapes two characters more than others do.
        let json = serde_json::Value::from(text).to_string().replace('<', "\\u003c").replace('>', "\\u003e");
        Self::new(format!("{{\"A_Const\":{{\"sval\":{{\"sval\":{json}}}}}}}"), text)
    }

    /// The expression as SQL: the whole of it and nothing else, as it is written.
    #[must_use]
    pub fn sql(&self) -> String {
        if self.tree.starts_with(CONSTANT) {
            self.text().map_or_else(|| self.to_string(), |text| literal(&text))
        } else {
            self.to_string()
        }
    }

    /// The parser's JSON, without places: what trees are compared by.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.tree
    }

    /// The text that it is, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let node: serde_json::Value = serde_json::from_str(&self.tree).ok()?;
        let text = node.pointer("/A_Const/sval")?;
        Some(text.get("sval").and_then(|text| text.as_str()).unwrap_or_default().to_owned())
    }

    /// What it names: columns, functions, types, relations, texts.
    #[must_use]
    pub fn mentions(&self) -> Mentions {
        Mentions::of(&self.tree)
    }

    /// Whether it may select from a table or view.
    #[must_use]
    pub fn may_select(&self) -> bool {
        Mentions::may_select(&self.tree)
    }

    /// Whether it calls the function of that schema and name.
    #[must_use]
    pub fn calls(&self, schema: Option<&str>, name: &str) -> bool {
        let part = |part: &str| serde_json::json!({ "String": { "sval": part } });
        let parts: Vec<_> = schema.into_iter().chain([name]).map(part).collect();
        self.tree.contains(&format!("\"funcname\":{}", serde_json::Value::from(parts)))
    }
}

impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        self.tree == other.tree
    }
}

impl Eq for Tree {}

impl Hash for Tree {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.tree.hash(state);
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.written {
            Written::Whole(text) => f.write_str(text),
            Written::Part { text, first, last } => f.write_str(read::extent(text, *first, *last, &self.tree)),
        }
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tree({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::read::expression;

    #[test]
    fn a_constant_is_quoted_as_sql() {
        assert_eq!(Tree::constant("it's").sql(), "'it''s'");
        assert_eq!(expression("''").unwrap().sql(), "''");
        assert_eq!(Tree::constant("a<b"), expression("'a<b'").unwrap());
    }
}
