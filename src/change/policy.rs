//! Row security policies. Those of one table change together, what narrows before what widens, so that no moment is
//! wider than both what was and what will be.

use std::collections::BTreeSet;

use super::clause::{list, temporary};
use super::pair::{Pair, pairs};
use super::table::shown;
use super::{Change, Finding, Ground, Kind, Lock, Node, Object, Phase, Scope, Statement, kind, lean, reach};
use crate::hazard;
use crate::sql::facts::{Facts, Grantee, ObjectName, Policy, Table};
use crate::sql::ident;

/// Policies of all tables that stay or are new.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let nothing = Table::default();
    let tables = ground.tables();
    let site = |(name, pair)| match pair {
        Pair::Added(new) => Site { ground, table: name, old: &nothing, new, is_new: true }.changes(),
        Pair::Kept(old, new) => Site { ground, table: name, old, new, is_new: false }.changes(),
        Pair::Dropped(_) => Vec::new(),
    };
    tables.flat_map(site).collect()
}

/// The transaction in which row security of a table changes.
pub(super) fn together(table: &ObjectName) -> Scope {
    Scope::Together(format!("policies {table}"))
}

/// That nothing about a table's policies narrows any more: what widens comes after.
pub(super) fn narrowed(table: &ObjectName) -> Node {
    Node::Other("narrowed policies".to_owned(), table.to_string())
}

/// Of the policies of one table that go or come one by one, that those stand which hold somebody off: they go last and come
/// first.
pub(super) fn walls(table: &ObjectName) -> Node {
    Node::Other("walls".to_owned(), table.to_string())
}

/// That policies ask one of these, so that it decides who reaches what; `what` says what they ask and what became of it.
pub(super) fn asked(facts: &Facts, asked: &BTreeSet<Node>, what: &str) -> Option<Finding> {
    let why = format!("{} {what}", asking(facts, asked)?);
    let remedy = "see that it lets nobody reach more than before, and accept the change in the schema";
    Some(Finding::new(&hazard::TENANT_ISOLATION, why).remedy(remedy))
}

/// How many policies ask one of these, and on which tables, with the verb of a sentence; nothing where none does.
fn asking(facts: &Facts, asked: &BTreeSet<Node>) -> Option<String> {
    let asks = |table: &ObjectName, one: &Policy| leans(facts, table, one).iter().any(|node| asked.contains(node));
    let of_table = |(name, table): (&ObjectName, &Table)| {
        let count = table.policies.values().filter(|policy| asks(name, policy)).count();
        (count > 0).then(|| (shown(name), count))
    };
    let (tables, counts): (Vec<_>, Vec<_>) = facts.tables.iter().filter_map(of_table).unzip();
    let count: usize = counts.iter().sum();
    let policies = if count == 1 { "1 policy".to_owned() } else { format!("{count} policies") };
    let verb = if count == 1 { "asks" } else { "ask" };
    (count > 0).then(|| format!("{policies} on {} {verb}", list(tables)))
}

/// The statement that makes a policy.
pub(super) fn create(table: &ObjectName, name: &str, policy: &Policy) -> String {
    let kind = if policy.permissive { "PERMISSIVE" } else { "RESTRICTIVE" };
    let head = format!("CREATE POLICY {} ON {} AS {kind} FOR {}", ident(name), table.sql(), policy.command.word());
    let using = policy.using.iter().map(|using| format!(" USING ({})", using.sql()));
    let check = policy.check.iter().map(|check| format!(" WITH CHECK ({})", check.sql()));
    format!("{head} TO {}{}", roles(policy), using.chain(check).collect::<String>())
}

/// The statement that removes a policy.
pub(super) fn drop(table: &ObjectName, name: &str) -> String {
    format!("DROP POLICY {} ON {}", ident(name), table.sql())
}

/// What a policy leans on.
pub(super) fn leans(facts: &Facts, table: &ObjectName, policy: &Policy) -> Vec<Node> {
    let mut nodes = lean::leans(facts, table, policy.trees());
    nodes.extend(policy.roles.iter().filter_map(lean::role));
    nodes
}

fn roles(policy: &Policy) -> String {
    list(policy.roles.iter().map(Grantee::sql))
}

/// The statement that turns one policy into another, where there is one.
fn alter(table: &ObjectName, name: &str, old: &Policy, new: &Policy) -> Option<String> {
    let stays = |old: bool, new: bool| new || !old;
    let can = old.permissive == new.permissive
        && old.command == new.command
        && stays(old.using.is_some(), new.using.is_some())
        && stays(old.check.is_some(), new.check.is_some());
    let to = (old.roles != new.roles).then(|| format!(" TO {}", roles(new)));
    let using = new.using.iter().filter(|_| old.using != new.using).map(|using| format!(" USING ({})", using.sql()));
    let check =
        new.check.iter().filter(|_| old.check != new.check).map(|check| format!(" WITH CHECK ({})", check.sql()));
    let parts: String = to.into_iter().chain(using).chain(check).collect();
    can.then(|| format!("ALTER POLICY {} ON {}{parts}", ident(name), table.sql()))
}

/// A table whose policies are compared.
#[derive(Clone, Copy)]
struct Site<'a> {
    ground: &'a Ground<'a>,
    table: &'a ObjectName,
    old: &'a Table,
    new: &'a Table,
    is_new: bool,
}

/// On which side of the moment a statement stands after which nothing narrows any more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    Narrows,
    Widens,
}

impl Site<'_> {
    fn changes(self) -> Vec<Change> {
        let change = |(name, pair): (&String, Pair<&Policy>)| match pair {
            Pair::Added(new) if self.is_new => Some(self.with_table(name, new)),
            Pair::Added(new) => Some(self.add(name, new)),
            Pair::Dropped(old) => Some(self.drop(name, old)),
            Pair::Kept(old, new) if old == new => None,
            Pair::Kept(old, new) => Some(self.change(name, old, new)),
        };
        pairs(&self.old.policies, &self.new.policies).filter_map(change).collect()
    }

    fn named(self, kind: &'static Kind, name: &str, happens: &str) -> Change {
        let summary = format!("The policy `{name}` of {} {happens}.", shown(self.table));
        Change::new(kind, Object::part("policy", self.table, name), summary)
    }

    fn with_table(self, name: &str, new: &Policy) -> Change {
        let statement = self.creates(name, new, Phase::Expand).needs([Node::Table(self.table.clone())]);
        self.named(&kind::POLICY_ADD, name, "is made").runs([statement])
    }

    fn add(self, name: &str, new: &Policy) -> Change {
        let statement = self.at(creation(new), self.creates(name, new, Phase::Switch));
        self.named(&kind::POLICY_ADD, name, "is added").finds(self.findings(name)).runs([statement])
    }

    fn drop(self, name: &str, old: &Policy) -> Change {
        let statement = self.at(removal(old), self.drops(name, old));
        self.named(&kind::POLICY_DROP, name, "is dropped").finds(self.findings(name)).runs([statement])
    }

    fn change(self, name: &str, old: &Policy, new: &Policy) -> Change {
        let change = self.named(&kind::POLICY_CHANGE, name, "changes").finds(self.findings(name));
        if self.ground.rewrites.remakes(&self.node(name)) {
            return change;
        }
        match alter(self.table, name, old, new) {
            Some(sql) => {
                let statement = self.statement(sql, Phase::Switch).frees(leans(self.ground.old, self.table, old));
                change.runs([self.at(creation(new), statement.needs(leans(self.ground.new, self.table, new)))])
            }
            None => change.runs(self.replaced(name, old, new)),
        }
    }

    /// Makes the new one beside the old one, so that a wall is never down, not even inside the transaction.
    fn replaced(self, name: &str, old: &Policy, new: &Policy) -> [Statement; 3] {
        let aside = temporary(name, "old");
        let rename = format!("ALTER POLICY {} ON {} RENAME TO {}", ident(name), self.table.sql(), ident(&aside));
        let rename = self.statement(rename, Phase::Switch).scope(together(self.table));
        let rename = rename.takes([self.node(name)]).makes([self.node(&aside)]);
        let drop = self.statement(drop(self.table, &aside), Phase::Switch).needs([self.node(&aside)]);
        let drop = drop.frees(leans(self.ground.old, self.table, old));
        [rename, self.at(creation(new), self.creates(name, new, Phase::Switch)), self.at(removal(old), drop)]
    }

    fn creates(self, name: &str, new: &Policy, phase: Phase) -> Statement {
        let needs = leans(self.ground.new, self.table, new);
        self.statement(create(self.table, name, new), phase).needs(needs).makes([self.node(name)])
    }

    fn drops(self, name: &str, old: &Policy) -> Statement {
        let frees = leans(self.ground.old, self.table, old);
        self.statement(drop(self.table, name), Phase::Switch).frees(frees).takes([self.node(name)])
    }

    fn statement(self, sql: String, phase: Phase) -> Statement {
        let statement = Statement::new(phase, sql);
        if self.is_new { statement } else { statement.locks(Lock::AccessExclusive, [self.table.clone()]) }
    }

    /// Puts a statement into the transaction of its table, on its side of the moment.
    fn at(self, effect: Effect, statement: Statement) -> Statement {
        let moment = narrowed(self.table);
        let statement = statement.scope(together(self.table));
        match effect {
            Effect::Narrows => statement.makes([moment]),
            Effect::Widens => statement.needs([moment]),
        }
    }

    fn node(self, name: &str) -> Node {
        Node::Policy(self.table.clone(), name.to_owned())
    }

    /// What a change of one policy does to who reaches what, where the table's policies together do it too.
    fn findings(self, name: &str) -> Vec<Finding> {
        let mut alone = self.old.clone();
        match self.new.policies.get(name) {
            Some(new) => _ = alone.policies.insert(name.to_owned(), new.clone()),
            None => _ = alone.policies.remove(name),
        }
        let (alone, all) = (reach::Shift::between(self.old, &alone), reach::Shift::between(self.old, self.new));
        alone.also(&all).findings(self.table)
    }
}

const fn creation(policy: &Policy) -> Effect {
    if policy.permissive { Effect::Widens } else { Effect::Narrows }
}

const fn removal(policy: &Policy) -> Effect {
    if policy.permissive { Effect::Narrows } else { Effect::Widens }
}
