//! Which rows row security leaves within reach, compared as far as syntax goes.
//!
//! A role reaches a row by any permissive policy, and only if every restrictive one lets it. Each way to a row is a set
//! of conditions. One reach lies within another where each of its ways asks for all that some way of the other asks for;
//! whatever cannot be told so counts as wider.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Finding;
use super::table::shown;
use crate::hazard;
use crate::sql::facts::{Command, Grantee, ObjectName, Policy, Table, Tree};

/// Which rows are within reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reach {
    /// Every row.
    Everything,
    /// Those to which one of these ways leads; without a way, none.
    Ways(BTreeSet<Way>),
}

/// Conditions that all have to hold.
pub(super) type Way = BTreeSet<Condition>;

/// A condition on rows that are there, or on rows to be written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Condition {
    /// Whether it is asked of rows to be written.
    pub(super) written: bool,
    /// As the parser sees it.
    json: String,
}

/// The commands that a privilege and a policy can be about.
pub(super) const VERBS: [Command; 4] = [Command::Select, Command::Insert, Command::Update, Command::Delete];

/// What policies leave within reach of whoever is one of these, by a verb.
pub(super) fn reach(table: &Table, who: &BTreeSet<Grantee>, verb: Command) -> Reach {
    if !table.row_security {
        return Reach::Everything;
    }
    let (open, closed) = applying(table, who, verb);
    let walls: Way = closed.into_iter().flat_map(|policy| conditions(policy, verb)).collect();
    let way = |policy| conditions(policy, verb).into_iter().chain(walls.clone()).collect();
    Reach::Ways(open.into_iter().map(way).collect())
}

/// What becomes of whom row security lets reach what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shift {
    /// Who may reach more rows, by verb.
    pub(super) widens: BTreeSet<(Grantee, &'static str)>,
    /// Who may reach fewer.
    pub(super) narrows: BTreeSet<(Grantee, &'static str)>,
    /// For whom a wall falls or moves.
    pub(super) loses_wall: BTreeSet<(Grantee, &'static str)>,
}

impl Shift {
    /// What becomes of it between two states of a table, for everybody whom policies name.
    pub(super) fn between(old: &Table, new: &Table) -> Self {
        let named = [old, new].into_iter().flat_map(|table| table.policies.values()).flat_map(|policy| &policy.roles);
        let everybody: BTreeSet<_> = named.chain([&Grantee::Public]).collect();
        let mut shift = Self::default();
        for who in everybody {
            let them = BTreeSet::from([who.clone()]);
            for verb in VERBS {
                shift.add(who, verb, &reach(old, &them, verb), &reach(new, &them, verb));
            }
        }
        shift
    }

    fn add(&mut self, who: &Grantee, verb: Command, before: &Reach, after: &Reach) {
        let one = (who.clone(), verb.word());
        if !after.is_within(before) {
            self.widens.insert(one.clone());
        }
        if !before.is_within(after) {
            self.narrows.insert(one.clone());
        }
        if before.loses_wall(after) {
            self.loses_wall.insert(one);
        }
    }

    /// As far as another one does so too.
    pub(super) fn also(self, other: &Self) -> Self {
        let both =
            |own: BTreeSet<_>, others: &BTreeSet<_>| own.into_iter().filter(|one| others.contains(one)).collect();
        Self {
            widens: both(self.widens, &other.widens),
            narrows: both(self.narrows, &other.narrows),
            loses_wall: both(self.loses_wall, &other.loses_wall),
        }
    }

    /// In words, for a table.
    pub(super) fn findings(&self, table: &ObjectName) -> Vec<Finding> {
        let of = |hazard, who: &BTreeSet<_>, does: &str| {
            (!who.is_empty()).then(|| Finding::new(hazard, format!("{} {does} rows of {}", whom(who), shown(table))))
        };
        let wall = of(&hazard::TENANT_ISOLATION, &self.loses_wall, "is no longer held by the wall that stood before");
        let remedy = "keep a condition on the tenant in every policy, or accept the change in the schema";
        let wall = wall.map(|finding| finding.remedy(remedy));
        // Where nobody can say which, both are found: other rows are more of some and fewer of others.
        let is_either = self.widens == self.narrows;
        let [more, fewer] = if is_either { ["may reach other"; 2] } else { ["may reach more", "may reach fewer"] };
        let wider = of(&hazard::AUTHZ_WIDENS, &self.widens, more);
        let narrower = of(&hazard::AUTHZ_NARROWS, &self.narrows, fewer);
        [wall, wider, narrower].into_iter().flatten().collect()
    }
}

/// `app (SELECT, INSERT), PUBLIC (SELECT)`.
pub(super) fn whom(who: &BTreeSet<(Grantee, &'static str)>) -> String {
    let mut verbs: BTreeMap<&Grantee, Vec<&str>> = BTreeMap::new();
    who.iter().for_each(|(grantee, verb)| verbs.entry(grantee).or_default().push(verb));
    let one = |(grantee, verbs): (&Grantee, Vec<&str>)| format!("{grantee} ({})", verbs.join(", "));
    verbs.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What policies leave within reach of whoever is one of these, by a verb, in words and SQL.
pub(super) fn words(table: &Table, who: &BTreeSet<Grantee>, verb: Command) -> String {
    if !table.row_security {
        return "every row".to_owned();
    }
    let (open, closed) = applying(table, who, verb);
    let asks = |policy: &&Policy| asked(policy, verb).into_iter().map(|(tree, _)| tree.sql()).collect::<Vec<_>>();
    let ways: BTreeSet<_> = open.iter().map(|policy| joined(asks(policy), " AND ")).collect();
    let walls: BTreeSet<_> = closed.iter().flat_map(asks).collect();
    let ways = joined(ways, " OR ");
    let all: Vec<_> = walls.into_iter().chain([ways]).filter(|one| one != "true" && !one.is_empty()).collect();
    if all.is_empty() { "every row".to_owned() } else { format!("rows where {}", joined(all, " AND ")) }
}

/// Conditions with a word between them, in parentheses where there are several.
fn joined(conditions: impl IntoIterator<Item = String>, word: &str) -> String {
    let mut all: Vec<_> = conditions.into_iter().collect();
    all.dedup();
    if all.len() < 2 {
        return all.pop().unwrap_or_default();
    }
    all.into_iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(word)
}

impl Reach {
    /// Rows for which one condition holds, of which nothing is known but its name.
    pub(super) fn only(condition: &str) -> Self {
        Self::Ways(BTreeSet::from([Way::from([Condition { written: false, json: condition.to_owned() }])]))
    }

    /// Whether nothing is within reach.
    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::Ways(BTreeSet::new())
    }

    /// Whether every row of this one is surely one of the other.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::Everything) => true,
            (Self::Everything, Self::Ways(ways)) => ways.contains(&Way::new()),
            (Self::Ways(own), Self::Ways(others)) => {
                own.iter().all(|way| others.iter().any(|other| other.is_subset(way)))
            }
        }
    }

    /// Whether a wall that stood in every way stands in none any more, or only another one does.
    pub(super) fn loses_wall(&self, after: &Self) -> bool {
        let walls = self.walls();
        !walls.is_empty() && !after.is_nothing() && walls.is_disjoint(&after.walls())
    }

    /// The conditions that depend on who asks and stand in every way.
    fn walls(&self) -> Way {
        let Self::Ways(ways) = self else { return Way::new() };
        let common = ways.iter().cloned().reduce(|one, other| one.intersection(&other).cloned().collect());
        common.unwrap_or_default().into_iter().filter(Condition::depends_on_who_asks).collect()
    }
}

impl Condition {
    /// Whether it calls a function or asks for the role: without either it says the same to everybody.
    fn depends_on_who_asks(&self) -> bool {
        ["\"FuncCall\"", "\"SQLValueFunction\""].iter().any(|key| self.json.contains(key))
    }
}

/// The permissive and the restrictive policies that apply.
fn applying<'a>(table: &'a Table, who: &BTreeSet<Grantee>, verb: Command) -> (Vec<&'a Policy>, Vec<&'a Policy>) {
    let applies = |policy: &&Policy| {
        (policy.command == Command::All || policy.command == verb)
            && policy.roles.iter().any(|role| *role == Grantee::Public || who.contains(role))
    };
    table.policies.values().filter(applies).partition(|policy| policy.permissive)
}

fn conditions(policy: &Policy, verb: Command) -> Vec<Condition> {
    asked(policy, verb).into_iter().flat_map(|(tree, written)| parts(tree, written)).collect()
}

/// What a policy asks for a verb, each with whether it is asked of rows to be written.
fn asked(policy: &Policy, verb: Command) -> Vec<(&Tree, bool)> {
    let (read, written) = match verb {
        Command::Select | Command::Delete => (true, false),
        Command::Insert => (false, true),
        Command::Update | Command::All => (true, true),
    };
    let read = policy.using.iter().filter(|_| read).map(|tree| (tree, false));
    let check = policy.check.as_ref().or(policy.using.as_ref());
    read.chain(check.filter(|_| written).map(|tree| (tree, true))).collect()
}

/// What a condition joins by `AND`, constant truths left out.
fn parts(tree: &Tree, written: bool) -> Vec<Condition> {
    let Ok(value) = serde_json::from_str(tree.json()) else {
        return vec![Condition { written, json: tree.json().to_owned() }];
    };
    let mut out = Vec::new();
    split(value, &mut |json| out.push(Condition { written, json }));
    out
}

fn split(value: Value, found: &mut impl FnMut(String)) {
    let bool_expr = value.get("BoolExpr").filter(|joined| joined.get("boolop").is_some_and(|op| op == "AND_EXPR"));
    if let Some(Value::Array(parts)) = bool_expr.and_then(|joined| joined.get("args")) {
        parts.iter().for_each(|part| split(part.clone(), found));
    } else if value.pointer("/A_Const/boolval/boolval") != Some(&Value::Bool(true)) {
        found(value.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::read::expression;

    fn table(policies: &[(bool, &str)]) -> Table {
        let policy = |(permissive, using): &(bool, &str)| Policy {
            permissive: *permissive,
            command: Command::All,
            roles: vec![Grantee::Public],
            using: Some(expression(using).unwrap()),
            check: None,
        };
        let policies = policies.iter().enumerate().map(|(at, one)| (at.to_string(), policy(one))).collect();
        Table { row_security: true, policies, ..Table::default() }
    }

    fn read(policies: &[(bool, &str)]) -> Reach {
        reach(&table(policies), &BTreeSet::new(), Command::Select)
    }

    #[test]
    fn more_conditions_reach_less_and_more_ways_reach_more() {
        let [wide, narrow] = [[(true, "a = f()")], [(true, "b AND a = f()")]].map(|policies| read(&policies));
        assert!(narrow.is_within(&wide) && !wide.is_within(&narrow));
        let two = read(&[(true, "a = f()"), (true, "c")]);
        assert!(wide.is_within(&two) && !two.is_within(&wide));
        assert!(read(&[]).is_nothing() && read(&[]).is_within(&narrow));
        assert!(Reach::Everything.is_within(&read(&[(true, "true")])));
    }

    #[test]
    fn a_wall_counts_wherever_it_stands() {
        let inside = read(&[(true, "a = f() AND b")]);
        let beside = read(&[(true, "b"), (false, "a = f()")]);
        assert!(inside.is_within(&beside) && beside.is_within(&inside) && !inside.loses_wall(&beside));
        assert!(inside.loses_wall(&read(&[(true, "b")])));
        assert!(inside.loses_wall(&Reach::Everything));
        assert!(inside.loses_wall(&read(&[(true, "a = g() AND b")])));
        assert!(!inside.loses_wall(&read(&[])));
    }
}
