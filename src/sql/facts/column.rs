//! Columns.

use std::collections::BTreeMap;

use super::{Described, ObjectName, Tree, Type, describe};

/// A column of a table.
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// Its collation, where it is not the type's own.
    pub collation: Option<ObjectName>,
    /// What its identity's sequence does otherwise than sequences do by default, by the word of SQL: `INCREMENT BY`.
    pub numbering: BTreeMap<String, String>,
    /// How its values are kept, by the word of SQL: `STORAGE`, `COMPRESSION`, `STATISTICS`.
    pub options: BTreeMap<String, String>,
}

/// Where a column's value comes from when an insert leaves it out.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Supply {
    /// It is NULL, or the insert fails.
    #[default]
    None,
    /// A default.
    Default(Tree),
    /// The next number of a sequence that stands by itself: what `serial` makes.
    Sequence(ObjectName),
    /// An expression over the row, stored.
    Generated(Tree),
    /// An expression over the row, worked out when it is read.
    Virtual(Tree),
    /// A sequence; a client's value is refused.
    AlwaysIdentity,
    /// A sequence, where the client gives no value.
    DefaultIdentity,
}

impl Supply {
    /// The expression that gives a value, be it a default or for good.
    #[must_use]
    pub const fn tree(&self) -> Option<&Tree> {
        match self {
            Self::Default(tree) | Self::Generated(tree) | Self::Virtual(tree) => Some(tree),
            Self::None | Self::Sequence(_) | Self::AlwaysIdentity | Self::DefaultIdentity => None,
        }
    }

    /// The sequence that stands by itself and gives the next number.
    #[must_use]
    pub const fn sequence(&self) -> Option<&ObjectName> {
        if let Self::Sequence(name) = self { Some(name) } else { None }
    }

    /// Whether it is an identity.
    #[must_use]
    pub const fn is_identity(&self) -> bool {
        matches!(self, Self::AlwaysIdentity | Self::DefaultIdentity)
    }
}

impl Column {
    /// Adds what the column is, under its table's name.
    pub(super) fn describe(&self, table: &str, out: &mut Described) {
        let mut object = out.object("column", format!("{table}.{}", self.name));
        object.says("type", &self.ty);
        object.says("nullability", if self.nullable { "NULL" } else { "NOT NULL" });
        object.says("comment", comment(self.comment.as_deref()));
        object.says("collation", self.collation.as_ref().map(ToString::to_string).unwrap_or_default());
        object.list("numbering", describe::pairs(&self.numbering));
        object.list("options", describe::pairs(&self.options));
        match &self.supply {
            Supply::None => {}
            Supply::Default(tree) => object.tree("default", tree),
            Supply::Sequence(name) => object.says("sequence", name),
            Supply::Generated(tree) => object.tree("generated value", tree),
            Supply::Virtual(tree) => object.tree("virtual value", tree),
            Supply::AlwaysIdentity => object.says("identity", "always"),
            Supply::DefaultIdentity => object.says("identity", "by default"),
        }
    }
}

/// A comment as an attribute; without one it is empty.
pub(super) fn comment(comment: Option<&str>) -> &str {
    comment.unwrap_or_default()
}
