//! What two schemas cannot say by themselves: which name was which, and what becomes of values.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Bound;

use crate::sql::facts::ObjectName;

/// What the new side says about the way from the old one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// The old name of what has a new one.
    pub was: BTreeMap<Dotted, Dotted>,
    /// Of what has a new name, whether it is still to get it, where that is known. Asked only of names in a circle, which
    /// are there on both sides.
    pub due: BTreeMap<Dotted, bool>,
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

    /// The same with another last part.
    fn with_last(&self, last: &str) -> Self {
        let front = self.0.iter().take(self.0.len().saturating_sub(1)).cloned();
        Self(front.chain([last.to_owned()]).collect())
    }

    /// The last part: what the object itself is called.
    #[must_use]
    pub fn last(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }
}

impl Hints {
    /// The same, where the old side said `old` of the way to itself: what it said already has been carried out.
    #[must_use]
    pub fn since(mut self, old: &Self) -> Self {
        let said = |new: &Dotted| old.was.get(new).or_else(|| old.was.get(&self.in_old_object(new)));
        self.due = self.was.iter().map(|(new, was)| (new.clone(), said(new) != Some(was))).collect();
        self
    }

    /// What is known of the way back: names, and values that have one place alone to go back to.
    #[must_use]
    pub fn inverted(&self) -> Self {
        let was = self.was.iter().map(|(new, old)| (self.under_old_name(new, old), new.clone()));
        let due = self.was.iter().filter_map(|(new, old)| Some((self.under_old_name(new, old), *self.due.get(new)?)));
        let replaced = self.replaced.iter().filter_map(|(name, values)| {
            let old = self.was.get(name).map_or_else(|| name.clone(), |old| name.with_last(old.last()));
            Some((old, inverted(values)?))
        });
        Self { was: was.collect(), due: due.collect(), replaced: replaced.collect(), ..Self::default() }
    }

    /// The whole old name of something, which stands where its new one stands, the object that it is a part of under its
    /// old name too.
    fn under_old_name(&self, new: &Dotted, old: &Dotted) -> Dotted {
        if new.0.is_empty() { old.clone() } else { self.in_old_object(new).with_last(old.last()) }
    }

    /// Something under its own new name in the object that it is a part of under its old one.
    fn in_old_object(&self, new: &Dotted) -> Dotted {
        let Some((last, object)) = new.0.split_last() else { return new.clone() };
        let object = Dotted(object.to_vec());
        let object = self.was.get(&object).map_or_else(|| object.clone(), |old| object.with_last(old.last()));
        Dotted(object.0.into_iter().chain([last.clone()]).collect())
    }

    /// What an object, or a part of one (a column, a value), was called; the last part alone.
    #[must_use]
    pub fn was(&self, object: &ObjectName, part: Option<&str>) -> Option<&str> {
        find(&self.was, object, part).map(Dotted::last)
    }

    /// Whether anything is said of former names of an object's parts.
    #[must_use]
    pub fn names_parts(&self, object: &ObjectName) -> bool {
        let is_part = |way: &Dotted, part: &Dotted| part.0.len() > way.0.len() && part.0.starts_with(&way.0);
        let first = |way: &Dotted| self.was.range((Bound::Excluded(way), Bound::Unbounded)).next();
        Dotted::ways(object, None).iter().any(|way| first(way).is_some_and(|(part, _)| is_part(way, part)))
    }

    /// Whether an object, or a part of one, is still to get the name that it has, where that is known.
    #[must_use]
    pub fn is_due(&self, object: &ObjectName, part: Option<&str>) -> Option<bool> {
        find(&self.due, object, part).copied()
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

/// The map the other way round, where each value has one key.
fn inverted(values: &BTreeMap<String, String>) -> Option<BTreeMap<String, String>> {
    let back: BTreeMap<_, _> = values.iter().map(|(old, new)| (new.clone(), old.clone())).collect();
    (back.len() == values.len()).then_some(back)
}

fn find<'a, T>(all: &'a BTreeMap<Dotted, T>, object: &ObjectName, part: Option<&str>) -> Option<&'a T> {
    Dotted::ways(object, part).iter().find_map(|way| all.get(way))
}

impl fmt::Display for Dotted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_found_on_the_way_back() {
        let (name, text) = (|name: &str| Dotted::new(name.split('.')), str::to_owned);
        let hints = Hints {
            was: [("s.new", "s.old"), ("s.new.b", "a")].map(|(new, old)| (name(new), name(old))).into(),
            replaced: [(name("s.e"), [(text("X"), text("Y"))].into())].into(),
            dropped: [name("s.gone")].into(),
            ..Hints::default()
        };
        let back = hints.inverted();
        assert_eq!(back.was(&ObjectName::new("s", "old"), None), Some("new"));
        assert_eq!(back.was(&ObjectName::new("s", "old"), Some("a")), Some("b"));
        assert_eq!(back.replaced(&ObjectName::new("s", "e"), "Y"), Some("X"));
        assert!(back.dropped.is_empty());
    }
}
