//! What goes and leans on each other in a circle: tables whose policies read each other, or a table whose policy calls a
//! function that takes its rows. None of them can go first, so what ties them goes before them all.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::dependents::{self, Dependent};
use crate::change::pair::{dropped, pairs};
use crate::change::{Ground, Lock, Node, Phase, Statement, constraint, function, index, other, policy, trigger, view};
use crate::sql::facts::{Facts, ObjectName, Table};

/// Tables, views, functions and whatever else goes and cannot wait for each other, those between two circles included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Knot(BTreeSet<Node>);

/// What leans on what.
type Leans = BTreeMap<Node, BTreeSet<Node>>;

impl Knot {
    /// Of all that goes.
    pub(super) fn of(ground: &Ground<'_>) -> Self {
        let mut leans = tables(ground);
        if leans.is_empty() {
            return Self::default();
        }
        for (node, on) in around(ground) {
            leans.entry(node).or_default().extend(on);
        }
        Self(knotted(leans))
    }

    /// A table without what ties it, and the statements that take that away. Of its policies all go, those that let
    /// somebody in before those that hold somebody off: nobody reaches more at any moment.
    pub(super) fn untied(&self, facts: &Facts, name: &ObjectName, table: &Table) -> (Table, Vec<Statement>) {
        let own = Node::Table(name.clone());
        let mut rest = table.clone();
        if !self.0.contains(&own) {
            return (rest, Vec::new());
        }
        let mut parts = Leans::new();
        for Dependent { node, leans, .. } in dependents::of_table(facts, name, table) {
            parts.entry(node).or_default().extend(leans);
        }
        let ties = |leans: &BTreeSet<Node>| leans.iter().any(|node| *node != own && self.0.contains(node));
        let is_policy = |node: &Node| matches!(node, Node::Policy(..));
        let opens = parts.iter().any(|(node, leans)| is_policy(node) && ties(leans));
        parts.retain(|node, leans| ties(leans) || (opens && is_policy(node)));
        let statements = parts.into_iter().filter_map(|(node, leans)| {
            let statement = removed(name, &mut rest, &node)?;
            Some(statement.frees(leans).frees([own.clone()]).takes([node]))
        });
        let statements = statements.collect();
        (rest, statements)
    }
}

/// The tables that go, and what they lean on. Foreign keys between them go by themselves.
fn tables(ground: &Ground<'_>) -> Leans {
    let gone = ground.tables().filter_map(|(name, pair)| dropped(name, pair));
    let leans = gone.map(|(name, table)| {
        let parts = dependents::of_table(ground.old, name, table).into_iter().flat_map(|one| one.leans);
        (Node::Table(name.clone()), parts.chain(super::needs(ground.old, name, table)).collect())
    });
    leans.collect()
}

/// What else goes.
fn around<'a>(ground: &'a Ground<'_>) -> impl Iterator<Item = (Node, Vec<Node>)> + 'a {
    let (old, new) = (ground.old, ground.new);
    let views = pairs(&old.views, &new.views).filter_map(|(name, pair)| dropped(name, pair));
    let views = views.map(|(name, one)| (Node::Table(name.clone()), view::leans(old, name, one)));
    let functions = pairs(&old.functions, &new.functions).filter_map(|(signature, pair)| dropped(signature, pair));
    let functions = functions
        .map(|(signature, one)| (Node::Function(signature.name.clone()), function::leans(old, signature, one)));
    let others = pairs(&old.others, &new.others).filter_map(|(name, pair)| dropped(name, pair));
    let others = others.map(|(name, one)| (other::node(name), other::all_leans(old, name, one)));
    views.chain(functions).chain(others)
}

/// What is left when everything has gone that nothing leans on any more, or that leans on nothing.
fn knotted(mut leans: Leans) -> BTreeSet<Node> {
    loop {
        let nodes: BTreeSet<_> = leans.keys().cloned().collect();
        for (node, on) in &mut leans {
            on.retain(|one| one != node && nodes.contains(one));
        }
        let held: BTreeSet<_> = leans.values().flatten().cloned().collect();
        leans.retain(|node, on| !on.is_empty() && held.contains(node));
        if leans.len() == nodes.len() {
            return nodes;
        }
    }
}

/// Takes a part out of a table: the statement, where it can go by itself.
fn removed(name: &ObjectName, rest: &mut Table, node: &Node) -> Option<Statement> {
    let statement = |sql| Statement::new(Phase::Contract, sql).locks(Lock::AccessExclusive, [name.clone()]);
    match node {
        Node::Policy(_, part) => {
            let walls = policy::walls(name);
            let drop = statement(policy::drop(name, part));
            let opens = rest.policies.remove(part)?.permissive;
            Some(if opens { drop.frees([walls]) } else { drop.takes([walls]) })
        }
        Node::Trigger(_, part) => {
            rest.triggers.remove(part)?;
            Some(statement(trigger::drop(name, part)))
        }
        Node::Part(_, part) if rest.rules.remove(part).is_some() => Some(statement(other::drop_rule(name, part))),
        Node::Part(_, part) if rest.indexes.remove(part).is_some() => {
            Some(statement(index::drop(name, part, index::Build::Plain)))
        }
        Node::Part(_, part) if rest.checks.remove(part).is_some() || rest.exclusions.remove(part).is_some() => {
            Some(statement(constraint::drop(name, part)))
        }
        Node::Part(..)
        | Node::Role(_)
        | Node::Schema(_)
        | Node::Extension(_)
        | Node::Type(_)
        | Node::Value(..)
        | Node::Function(_)
        | Node::Table(_)
        | Node::Column(..)
        | Node::Filled(..)
        | Node::Unique(..)
        | Node::Walled(_)
        | Node::Other(..) => None,
    }
}
