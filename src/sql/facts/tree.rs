//! Expressions, compared by their syntax trees.

use std::fmt;
use std::sync::Arc;

use crate::sql::literal;

/// An expression as PostgreSQL's parser sees it. Two are equal when their trees are: layout, letter case, comments and
/// superfluous parentheses make no difference, everything else does.
#[derive(Debug, Clone)]
pub struct Tree {
    tree: Arc<str>,
    shown: Arc<str>,
}

/// What the tree of a text starts with.
const CONSTANT: &str = "{\"A_Const\":{\"sval\"";

impl Tree {
    /// Takes the parser's JSON of one expression, places in the text left out, and what people are to be shown.
    #[must_use]
    pub fn new(tree: impl Into<Arc<str>>, shown: impl Into<Arc<str>>) -> Self {
        Self { tree: tree.into(), shown: shown.into() }
    }

    /// A text as a constant.
    #[must_use]
    pub fn constant(text: &str) -> Self {
        // As the parser writes JSON, which escapes two characters more than others do.
        let json = serde_json::Value::from(text).to_string().replace('<', "\\u003c").replace('>', "\\u003e");
        Self::new(format!("{{\"A_Const\":{{\"sval\":{{\"sval\":{json}}}}}}}"), text)
    }

    /// The expression as SQL, where it was read from a text of its own or is a constant.
    #[must_use]
    pub fn sql(&self) -> String {
        if self.tree.starts_with(CONSTANT) {
            self.text().map_or_else(|| self.to_string(), |text| literal(&text))
        } else {
            self.to_string()
        }
    }

    /// The text that it is, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let node: serde_json::Value = serde_json::from_str(&self.tree).ok()?;
        node.pointer("/A_Const/sval/sval")?.as_str().map(str::to_owned)
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

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}
