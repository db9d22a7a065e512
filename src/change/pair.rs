//! Two maps side by side.

use std::collections::{BTreeMap, BTreeSet};

use crate::sql::facts::{Facts, ObjectName, Table};

/// What stands under one name on the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair<T> {
    /// On the new side alone.
    Added(T),
    /// On the old side alone.
    Dropped(T),
    /// On both.
    Kept(T, T),
}

/// The entries of two maps by name, in its order.
pub(super) fn pairs<'a, K: Ord, V>(
    old: &'a BTreeMap<K, V>,
    new: &'a BTreeMap<K, V>,
) -> impl Iterator<Item = (&'a K, Pair<&'a V>)> {
    let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    names.into_iter().filter_map(|name| match (old.get(name), new.get(name)) {
        (Some(old), Some(new)) => Some((name, Pair::Kept(old, new))),
        (Some(old), None) => Some((name, Pair::Dropped(old))),
        (None, Some(new)) => Some((name, Pair::Added(new))),
        (None, None) => None,
    })
}

/// The tables of both sides, each with its name, the old one first.
pub(super) fn kept_tables<'a>(
    old: &'a Facts,
    new: &'a Facts,
) -> impl Iterator<Item = (&'a ObjectName, &'a Table, &'a Table)> {
    pairs(&old.tables, &new.tables).filter_map(|(name, pair)| match pair {
        Pair::Kept(old, new) => Some((name, old, new)),
        Pair::Added(_) | Pair::Dropped(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_both_sides_come_in_order() {
        let (old, new) = (BTreeMap::from([("a", 1), ("b", 2)]), BTreeMap::from([("b", 3), ("c", 4)]));
        let found: Vec<_> = pairs(&old, &new).map(|(_, pair)| pair).collect();
        assert_eq!(found, [Pair::Dropped(&1), Pair::Kept(&2, &3), Pair::Added(&4)]);
    }
}
