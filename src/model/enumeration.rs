//! Enums: closed lists of values.

use super::{Name, Replaced};
use crate::source::{Span, Spanned};

/// The place of an enum in [`super::Model::enums`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnumId(pub usize);

/// A closed list of values in a fixed order.
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// Its name, and that of its PostgreSQL type.
    pub name: Name,
    /// What it means.
    pub doc: Option<String>,
    /// The values in order; never empty, never repeated.
    pub values: Vec<EnumValue>,
    /// How columns hold it.
    pub storage: EnumStorage,
    /// The name it had before a declared rename.
    pub was: Option<Name>,
    /// Values it has lost to others.
    pub replaced: Vec<Spanned<Replaced>>,
    /// Values it had and is meant to have no more; no row may hold them.
    pub dropped: Vec<Spanned<Name>>,
    /// The file it is written in, as shown to people.
    pub file: String,
    /// Where its name is written.
    pub span: Span,
}

/// One value of an enum.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// The value; PostgreSQL holds it to the same length as a name.
    pub name: Name,
    /// What it means.
    pub doc: Option<String>,
    /// The value it had before a declared rename.
    pub was: Option<Name>,
    /// Where it is written.
    pub span: Span,
}

/// How columns hold an enum's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnumStorage {
    /// A PostgreSQL enum type.
    Type,
    /// `text` with a CHECK. Comparing text is leak-proof, so an index on it works under row security.
    Text,
}

impl PartialEq for Enumeration {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.doc, &self.values, self.storage, &self.was, &self.file)
            == (&other.name, &other.doc, &other.values, other.storage, &other.was, &other.file)
            && (&self.replaced, &self.dropped) == (&other.replaced, &other.dropped)
    }
}

impl PartialEq for EnumValue {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.doc, &self.was) == (&other.name, &other.doc, &other.was)
    }
}
