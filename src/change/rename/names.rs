//! Which claims of an earlier name hold.

use std::collections::{BTreeMap, BTreeSet};

/// That something has had another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim<N> {
    /// What it is called now.
    pub(super) new: N,
    /// What it was called.
    pub(super) old: N,
}

/// The claims that hold, from old name to new. A claim holds where the old side has the old name and lacks the new one,
/// or has it for something that gets another name itself.
///
/// Names in a circle are there on both sides; such claims hold only where they make more things alike than unlike, as a
/// claim may stay behind when it has done its work.
pub(super) fn resolved<N: Ord + Clone>(
    claims: Vec<Claim<N>>,
    old: impl Fn(&N) -> bool,
    alike: &dyn Fn(&N, &N) -> bool,
) -> BTreeMap<N, N> {
    let mut open: Vec<_> = claims.into_iter().filter(|claim| old(&claim.old) && claim.old != claim.new).collect();
    let mut held = BTreeMap::new();
    while let Some(at) = open
        .iter()
        .position(|claim| !held.contains_key(&claim.old) && (!old(&claim.new) || held.contains_key(&claim.new)))
    {
        let claim = open.remove(at);
        held.insert(claim.old, claim.new);
    }
    let circle = circle(open, &held);
    let score = |alike: &dyn Fn(&Claim<N>) -> bool| circle.iter().filter(|claim| alike(claim)).count();
    if score(&|claim| alike(&claim.old, &claim.new)) > score(&|claim| alike(&claim.new, &claim.new)) {
        held.extend(circle.into_iter().map(|claim| (claim.old, claim.new)));
    }
    held
}

/// The claims whose new names are all old names of others among them.
fn circle<N: Ord + Clone>(mut open: Vec<Claim<N>>, held: &BTreeMap<N, N>) -> Vec<Claim<N>> {
    open.retain(|claim| !held.contains_key(&claim.old));
    loop {
        let given: BTreeSet<_> = open.iter().map(|claim| claim.old.clone()).collect();
        let before = open.len();
        open.retain(|claim| given.contains(&claim.new));
        if open.len() == before {
            return open;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(claims: &[(&'static str, &'static str)], old: &[&str], alike: bool) -> String {
        let claims = claims.iter().map(|&(new, old)| Claim { new, old }).collect();
        let held = resolved(claims, |name| old.contains(name), &|one, two| alike && one != two);
        held.iter().map(|(old, new)| format!("{old}>{new}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_claim_holds_where_the_old_side_has_the_old_name_alone() {
        assert_eq!(resolve(&[("b", "a")], &["a"], false), "a>b");
        assert_eq!(resolve(&[("b", "a")], &["b"], false), "");
        assert_eq!(resolve(&[("b", "a")], &["a", "b"], false), "");
        assert_eq!(resolve(&[("b", "a"), ("c", "a")], &["a"], false), "a>b");
    }

    #[test]
    fn names_are_handed_on() {
        assert_eq!(resolve(&[("b", "a"), ("c", "b")], &["a", "b"], false), "a>b b>c");
        assert_eq!(resolve(&[("b", "a"), ("a", "b")], &["a", "b"], true), "a>b b>a");
        assert_eq!(resolve(&[("b", "a"), ("a", "b")], &["a", "b"], false), "");
    }
}
