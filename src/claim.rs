//! Which claims of an earlier name hold: what `was` says of two sides, whatever it is that has names.
//!
//! This layer does not know databases, models or clients: it is handed names.

use std::collections::{BTreeMap, BTreeSet};

/// That something has had another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim<N> {
    /// What it is called now.
    pub new: N,
    /// What it was called.
    pub old: N,
    /// Whether it is still to be carried out, where that is known.
    pub due: Option<bool>,
}

/// What becomes of claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved<N> {
    /// The renames that are to be carried out, from old name to new.
    pub held: BTreeMap<N, N>,
    /// Circles of names of which nobody can say whether they have been carried out.
    pub undecided: Vec<Vec<Claim<N>>>,
}

/// The claims that hold. A claim holds where the old side has the old name and lacks the new one, or has it for something
/// that gets another name itself.
///
/// Names in a circle are on both sides, and a claim may stay behind when it has done its work. So they hold where one of
/// them is known to be due or, where that is not known of all of them, where they make more things alike than unlike.
pub fn resolved<N: Ord + Clone>(
    claims: impl Iterator<Item = Claim<N>>,
    old: impl Fn(&N) -> bool,
    alike: impl Fn(&N, &N) -> bool,
) -> Resolved<N> {
    let mut open: Vec<_> = claims.filter(|claim| old(&claim.old) && claim.old != claim.new).collect();
    let mut held = BTreeMap::new();
    while let Some(at) = open
        .iter()
        .position(|claim| !held.contains_key(&claim.old) && (!old(&claim.new) || held.contains_key(&claim.new)))
    {
        let claim = open.remove(at);
        held.insert(claim.old, claim.new);
    }
    open.retain(|claim| !held.contains_key(&claim.old));
    let mut undecided = Vec::new();
    for circle in circles(&open) {
        match is_due(&circle, &alike) {
            Some(true) => held.extend(circle.into_iter().map(|claim| (claim.old, claim.new))),
            Some(false) => {}
            None => undecided.push(circle),
        }
    }
    Resolved { held, undecided }
}

/// Whether a circle is to be carried out; nothing where both would make as much of the sides alike.
fn is_due<N>(circle: &[Claim<N>], alike: impl Fn(&N, &N) -> bool) -> Option<bool> {
    if circle.iter().any(|claim| claim.due == Some(true)) {
        return Some(true);
    }
    if circle.iter().all(|claim| claim.due == Some(false)) {
        return Some(false);
    }
    let renamed = circle.iter().filter(|claim| alike(&claim.old, &claim.new)).count();
    let kept = circle.iter().filter(|claim| alike(&claim.new, &claim.new)).count();
    (renamed != kept).then_some(renamed > kept)
}

/// The claims in which each name is given to the next and the last one's to the first.
fn circles<N: Ord + Clone>(open: &[Claim<N>]) -> Vec<Vec<Claim<N>>> {
    let by_new: BTreeMap<_, _> = open.iter().map(|claim| (&claim.new, claim)).collect();
    let mut seen = BTreeSet::new();
    let mut circles = Vec::new();
    for first in open {
        let mut path: Vec<&Claim<N>> = Vec::new();
        let mut next = Some(first);
        while let Some(claim) = next.filter(|claim| seen.insert(&claim.new)) {
            path.push(claim);
            next = by_new.get(&claim.old).copied();
        }
        if next.is_some_and(|end| !path.is_empty() && end.new == first.new) {
            circles.push(path.into_iter().cloned().collect());
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pair = (&'static str, &'static str);
    const NEVER: fn(&&str, &&str) -> bool = |_, _| false;

    fn resolve(
        claims: &[Pair],
        old: &[&str],
        due: Option<bool>,
        alike: fn(&&str, &&str) -> bool,
    ) -> Resolved<&'static str> {
        resolved(claims.iter().map(|&(new, old)| Claim { new, old, due }), |name| old.contains(name), alike)
    }

    fn held(claims: &[Pair], old: &[&str], due: Option<bool>) -> String {
        let held = resolve(claims, old, due, NEVER).held;
        held.iter().map(|(old, new)| format!("{old}>{new}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_claim_holds_where_the_old_side_has_the_old_name_alone() {
        assert_eq!(held(&[("b", "a")], &["a"], None), "a>b");
        assert_eq!(held(&[("b", "a")], &["b"], None), "");
        assert_eq!(held(&[("b", "a")], &["a", "b"], Some(true)), "");
        assert_eq!(held(&[("b", "a"), ("c", "a")], &["a"], None), "a>b");
    }

    #[test]
    fn names_are_handed_on() {
        assert_eq!(held(&[("b", "a"), ("c", "b")], &["a", "b"], None), "a>b b>c");
    }

    #[test]
    fn a_circle_is_carried_out_where_it_is_due() {
        let circle = [("b", "a"), ("a", "b"), ("d", "c"), ("e", "d"), ("c", "e")];
        let old = ["a", "b", "c", "d", "e"];
        assert_eq!(held(&circle, &old, Some(true)), "a>b b>a c>d d>e e>c");
        assert_eq!(resolve(&circle, &old, Some(false), NEVER), Resolved { held: [].into(), undecided: [].into() });
    }

    #[test]
    fn a_circle_of_which_nothing_is_known_is_carried_out_where_that_makes_the_sides_more_alike() {
        let circle = |alike| resolve(&[("b", "a"), ("a", "b")], &["a", "b"], None, alike);
        assert_eq!(circle(|one, two| one != two).held.len(), 2);
        assert_eq!(circle(|one, two| one == two), Resolved { held: [].into(), undecided: [].into() });
        assert_eq!(circle(NEVER).undecided.iter().map(Vec::len).collect::<Vec<_>>(), [2]);
    }
}
