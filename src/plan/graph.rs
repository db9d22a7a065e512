//! The order of units: a graph whose edges come from nodes that statements name.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::{Cycle, Step, Unit};
use crate::change::{Node, Order, Phase};

/// Which units follow a unit.
type Followers = Vec<BTreeSet<usize>>;

/// The places of the units in an order that all of them accept, their steps put in such an order too.
pub(super) fn order(units: &[Unit]) -> Result<Vec<usize>, Cycle> {
    let followers = edges(units.iter().map(|unit| unit.iter().map(|step| &step.statement.order)));
    let phases: Vec<_> = units.iter().map(phase).collect();
    let order = sorted(&followers, &phases);
    if order.len() == units.len() { Ok(order) } else { Err(waiting(units, &order)) }
}

/// Puts the steps of a unit in such an order; their phases do not count, as they run together.
pub(super) fn sort(unit: Unit) -> Result<Unit, Cycle> {
    let followers = edges(unit.iter().map(|step| std::iter::once(&step.statement.order)));
    let order = sorted(&followers, &vec![Phase::Expand; unit.len()]);
    if order.len() < unit.len() {
        return Err(waiting(&[unit], &[]));
    }
    let mut steps: Vec<_> = unit.into_iter().map(Some).collect();
    Ok(order.into_iter().filter_map(|at| steps[at].take()).collect())
}

/// Makes one of the steps that alter the same table, so that it is written anew once, where nothing has to happen between
/// them.
pub(super) fn join(unit: Unit) -> Unit {
    unit.into_iter().fold(Unit::new(), |unit, step| {
        let hosts = unit.iter().enumerate();
        let joined = hosts.filter_map(|(at, host)| Some((at, host.statement.joined(&step.statement)?)));
        let mut tried = joined.map(|(at, statement)| {
            let mut unit = unit.clone();
            unit[at].causes.extend(&step.causes);
            unit[at].statement = statement;
            unit
        });
        let whole = tried.find(|unit| sort(unit.clone()).is_ok());
        whole.unwrap_or_else(|| unit.into_iter().chain([step]).collect())
    })
}

/// A unit's phase: the latest of its steps, as they run together.
fn phase(unit: &Unit) -> Phase {
    unit.iter().map(|step| step.statement.phase).max().unwrap_or(Phase::Expand)
}

/// What each node asks of the order: those that free it, take it, make it, need it.
type Roles = [BTreeSet<usize>; 4];

fn edges<'a>(units: impl Iterator<Item = impl Iterator<Item = &'a Order>>) -> Followers {
    let mut by_node: BTreeMap<&Node, Roles> = BTreeMap::new();
    let mut count = 0;
    for (at, orders) in units.enumerate() {
        count += 1;
        for order in orders {
            for (role, nodes) in [&order.frees, &order.takes, &order.makes, &order.needs].into_iter().enumerate() {
                nodes.iter().for_each(|node| _ = by_node.entry(node).or_default()[role].insert(at));
            }
        }
    }
    let mut followers = vec![BTreeSet::new(); count];
    for roles in by_node.values() {
        follow(roles, &mut followers);
    }
    followers
}

/// Lets every unit of a role be followed by those of all later roles; a unit never waits for itself. What nobody takes
/// or makes is there all the time, and orders nobody; what is only made, or made over where it stands, need not be free.
fn follow(roles: &Roles, followers: &mut Followers) {
    let [_, takes, makes, _] = roles;
    if takes.is_empty() && makes.is_empty() {
        return;
    }
    let ordered = usize::from(takes.is_empty());
    for (role, earlier) in roles.iter().enumerate().skip(ordered) {
        let later = roles[role + 1..].iter().flatten();
        for (&before, &after) in earlier.iter().flat_map(|before| later.clone().map(move |after| (before, after))) {
            if before != after {
                followers[before].insert(after);
            }
        }
    }
}

/// As many units as can be put in order: of those that wait for nothing, the earliest phase first, then the first found.
fn sorted(followers: &Followers, phases: &[Phase]) -> Vec<usize> {
    let mut waits = vec![0_usize; followers.len()];
    followers.iter().flatten().for_each(|&after| waits[after] += 1);
    let mut ready: BinaryHeap<_> =
        waits.iter().enumerate().filter(|(_, waits)| **waits == 0).map(|(at, _)| Reverse((phases[at], at))).collect();
    let mut order = Vec::with_capacity(followers.len());
    while let Some(Reverse((_, at))) = ready.pop() {
        order.push(at);
        for &after in &followers[at] {
            waits[after] -= 1;
            if waits[after] == 0 {
                ready.push(Reverse((phases[after], after)));
            }
        }
    }
    order
}

fn waiting(units: &[Unit], order: &[usize]) -> Cycle {
    let sorted: BTreeSet<_> = order.iter().collect();
    let waiting = units.iter().enumerate().filter(|(at, _)| !sorted.contains(at)).flat_map(|(_, unit)| unit);
    Cycle(waiting.map(|Step { statement, .. }| statement.sql.clone()).collect())
}

#[cfg(test)]
mod tests {
    use crate::change::{Change, Node, Object, Phase, Scope, Statement, kind};
    use crate::plan::{Batch, Plan, plan};
    use crate::sql::facts::ObjectName;

    fn column(name: &str) -> Node {
        Node::Column(ObjectName::new("s", "t"), name.to_owned())
    }

    fn planned(statements: impl IntoIterator<Item = Statement>) -> Result<Plan, super::Cycle> {
        let object = Object::whole("table", &ObjectName::new("s", "t"));
        plan(&[Change::new(&kind::TABLE_ADD, object, "").runs(statements)])
    }

    fn texts(plan: &Plan) -> Vec<Vec<String>> {
        let texts = |batch: &Batch| batch.steps.iter().map(|step| step.statement.sql.clone()).collect::<Vec<_>>();
        plan.batches.iter().map(texts).collect()
    }

    #[test]
    fn what_is_needed_comes_first_whatever_its_phase() {
        let needs = Statement::new(Phase::Expand, "b").needs([column("x")]);
        let makes = Statement::new(Phase::Rewrite, "a").makes([column("x")]).scope(Scope::Alone);
        assert_eq!(texts(&planned([needs, makes]).unwrap()), [["a"], ["b"]]);
    }

    #[test]
    fn of_what_waits_for_nothing_the_earliest_phase_and_the_first_found_goes_first() {
        let [a, b, c] = [("a", Phase::Expand), ("b", Phase::Expand), ("c", Phase::Contract)]
            .map(|(sql, phase)| Statement::new(phase, sql));
        assert_eq!(texts(&planned([c, a, b]).unwrap()), [vec!["a", "b"], vec!["c"]]);
    }

    #[test]
    fn what_belongs_together_is_not_parted_and_is_in_order_itself() {
        let together = || Scope::Together("t".to_owned());
        let free = Statement::new(Phase::Rewrite, "a").frees([column("x")]).scope(together());
        let alter = Statement::new(Phase::Rewrite, "b").takes([column("x")]).makes([column("x")]).scope(together());
        let again = Statement::new(Phase::Rewrite, "c").needs([column("x")]).scope(together());
        let other = Statement::new(Phase::Expand, "d").needs([column("x")]);
        assert_eq!(texts(&planned([other, again, alter, free]).unwrap()), [vec!["a", "b", "c"], vec!["d"]]);
    }

    #[test]
    fn what_stays_orders_nobody() {
        let free = Statement::new(Phase::Expand, "a").frees([column("x")]).needs([column("y")]);
        let need = Statement::new(Phase::Expand, "b").needs([column("x")]).makes([column("y")]);
        assert_eq!(texts(&planned([free, need]).unwrap()), [["b", "a"]]);
    }

    #[test]
    fn what_is_made_over_where_it_stands_need_not_be_free() {
        let together = || Scope::Together("t".to_owned());
        let free = Statement::new(Phase::Expand, "a").frees([column("x")]).scope(together());
        let again = Statement::new(Phase::Expand, "c").needs([column("x")]).scope(together());
        let over = Statement::new(Phase::Contract, "b").makes([column("x")]);
        assert_eq!(texts(&planned([free, again, over]).unwrap()), [vec!["b"], vec!["a", "c"]]);
    }

    #[test]
    fn statements_that_wait_for_each_other_are_named() {
        let one = Statement::new(Phase::Expand, "a").makes([column("x")]).needs([column("y")]);
        let two = Statement::new(Phase::Expand, "b").makes([column("y")]).needs([column("x")]);
        assert_eq!(planned([one, two]).unwrap_err().0, ["a", "b"]);
    }
}
