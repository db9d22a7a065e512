//! Two maps side by side.

use std::cmp::Ordering;

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

/// The entries of two maps by name, in its order, in which the maps have them.
pub(super) fn pairs<'a, K: Ord + 'a, V: 'a, M: IntoIterator<Item = (&'a K, &'a V)>>(
    old: M,
    new: M,
) -> impl Iterator<Item = (&'a K, Pair<&'a V>)> + use<'a, K, V, M> {
    let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
    std::iter::from_fn(move || {
        let order = match (old.peek(), new.peek()) {
            (Some((was, _)), Some((is, _))) => was.cmp(is),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return None,
        };
        match order {
            Ordering::Less => old.next().map(|(name, old)| (name, Pair::Dropped(old))),
            Ordering::Greater => new.next().map(|(name, new)| (name, Pair::Added(new))),
            Ordering::Equal => old.next().zip(new.next()).map(|((name, old), (_, new))| (name, Pair::Kept(old, new))),
        }
    })
}

impl<T> Pair<T> {
    /// What is on the old side, and on the new one.
    pub(super) fn halves(self) -> [Option<T>; 2] {
        match self {
            Self::Added(new) => [None, Some(new)],
            Self::Dropped(old) => [Some(old), None],
            Self::Kept(old, new) => [Some(old), Some(new)],
        }
    }
}

/// The tables of both sides, each with its name, the old one first.
pub(super) fn kept_tables<'a>(
    old: &'a Facts,
    new: &'a Facts,
) -> impl Iterator<Item = (&'a ObjectName, &'a Table, &'a Table)> {
    pairs(&old.tables, &new.tables).filter_map(|(name, pair)| kept(name, pair))
}

/// What both sides have, with its name.
pub(super) fn kept<N, T>(name: N, pair: Pair<T>) -> Option<(N, T, T)> {
    match pair {
        Pair::Kept(old, new) => Some((name, old, new)),
        Pair::Added(_) | Pair::Dropped(_) => None,
    }
}

/// What the old side alone has, with its name.
pub(super) fn dropped<N, T>(name: N, pair: Pair<T>) -> Option<(N, T)> {
    match pair {
        Pair::Dropped(old) => Some((name, old)),
        Pair::Added(_) | Pair::Kept(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn names_of_both_sides_come_in_order() {
        let (old, new) = (BTreeMap::from([("a", 1), ("b", 2)]), BTreeMap::from([("b", 3), ("c", 4)]));
        let found: Vec<_> = pairs(&old, &new).map(|(_, pair)| pair).collect();
        assert_eq!(found, [Pair::Dropped(&1), Pair::Kept(&2, &3), Pair::Added(&4)]);
    }
}
