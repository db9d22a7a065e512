//! Columns.

use super::{Described, Tree, Type};

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Where its value comes from when an insert leaves it out.
    pub supply: Supply,
    /// Its comment.
    pub comment: Option<String>,
}

/// Where a column's value comes from when an insert leaves it out.
#[derive(Debug, Clone, PartialEq)]
pub enum Supply {
    /// It is NULL, or the insert fails.
    None,
    /// A default.
    Default(Tree),
    /// An expression over the row, stored.
    Generated(Tree),
    /// A sequence; a client's value is refused.
    AlwaysIdentity,
    /// A sequence, where the client gives no value.
    DefaultIdentity,
}

impl Column {
    /// Adds what the column is, under its table's name.
    pub(super) fn describe(&self, table: &str, out: &mut Described) {
        let mut object = out.object("column", format!("{table}.{}", self.name));
        object.says("type", &self.ty);
        object.says("nullability", if self.nullable { "NULL" } else { "NOT NULL" });
        object.says("comment", comment(self.comment.as_deref()));
        match &self.supply {
            Supply::None => {}
            Supply::Default(tree) => object.tree("default", tree),
            Supply::Generated(tree) => object.tree("generated value", tree),
            Supply::AlwaysIdentity => object.says("identity", "always"),
            Supply::DefaultIdentity => object.says("identity", "by default"),
        }
    }
}

/// A comment as an attribute; without one it is empty.
pub(super) fn comment(comment: Option<&str>) -> &str {
    comment.unwrap_or_default()
}
