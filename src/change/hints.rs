//! What two schemas cannot say by themselves: which name was which, and what becomes of values.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::sql::facts::ObjectName;

/// What the new side says about the way from the old one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// The old name of what has a new one.
    pub was: BTreeMap<Dotted, Dotted>,
    /// What rows that are there get in a column, as an SQL expression over the same row.
    pub backfill: BTreeMap<Dotted, String>,
    /// How a column's old values become new ones, as an SQL expression that names the column.
    pub using: BTreeMap<Dotted, String>,
    /// Which value takes the place of one that an enum loses: by enum, from old to new.
    pub replaced: BTreeMap<Dotted, BTreeMap<String, String>>,
    /// What is meant to be gone.
    pub dropped: BTreeSet<Dotted>,
}

/// A name of one to three parts: `leads`, `leads.score`, `public.leads.score`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dotted(pub Vec<String>);

impl Dotted {
    /// From its parts.
    pub fn new<P: Into<String>>(parts: impl IntoIterator<Item = P>) -> Self {
        Self(parts.into_iter().map(Into::into).collect())
    }

    /// The ways in which an object may be named, the longest first: with its schema and without.
    fn ways(object: &ObjectName, part: Option<&str>) -> [Self; 2] {
        let bare = [object.name.as_str()].into_iter().chain(part);
        [Self::new(object.schema.as_deref().into_iter().chain(bare.clone())), Self::new(bare)]
    }

    /// The last part: what the object itself is called.
    #[must_use]
    pub fn last(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }
}

impl Hints {
    /// What an object, or a part of one (a column, a value), was called; the last part alone.
    #[must_use]
    pub fn was(&self, object: &ObjectName, part: Option<&str>) -> Option<&str> {
        find(&self.was, object, part).map(Dotted::last)
    }

    /// What rows that are there get in a column.
    #[must_use]
    pub fn backfill(&self, table: &ObjectName, column: &str) -> Option<&str> {
        find(&self.backfill, table, Some(column)).map(String::as_str)
    }

    /// How a column's old values become new ones.
    #[must_use]
    pub fn using(&self, table: &ObjectName, column: &str) -> Option<&str> {
        find(&self.using, table, Some(column)).map(String::as_str)
    }

    /// Which value takes the place of a lost one.
    #[must_use]
    pub fn replaced(&self, name: &ObjectName, value: &str) -> Option<&str> {
        find(&self.replaced, name, None)?.get(value).map(String::as_str)
    }

    /// Whether an object, or a part of one, is meant to be gone.
    #[must_use]
    pub fn is_dropped(&self, object: &ObjectName, part: Option<&str>) -> bool {
        Dotted::ways(object, part).iter().any(|way| self.dropped.contains(way))
    }
}

fn find<'a, T>(all: &'a BTreeMap<Dotted, T>, object: &ObjectName, part: Option<&str>) -> Option<&'a T> {
    Dotted::ways(object, part).iter().find_map(|way| all.get(way))
}

impl fmt::Display for Dotted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}
