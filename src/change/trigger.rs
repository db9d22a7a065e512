//! Triggers of tables and views.

use std::collections::BTreeMap;

use super::clause::{list, when};
use super::pair::{Pair, pairs};
use super::table::shown;
use super::{Change, Finding, Ground, Kind, Lock, Node, Object, Phase, Scope, Statement, constraint, kind, lean};
use crate::hazard;
use crate::sql::facts::{Facts, ObjectName, Trigger};
use crate::sql::{ident, literal};

/// Triggers of all tables that stay or are new.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let nothing = BTreeMap::new();
    let change = |(table, pair): (&_, Pair<&crate::sql::facts::Table>)| match pair {
        Pair::Added(new) => Site { ground, table, is_new: true }.changes(&nothing, &new.triggers),
        Pair::Kept(old, new) => Site { ground, table, is_new: false }.changes(&old.triggers, &new.triggers),
        Pair::Dropped(_) => Vec::new(),
    };
    ground.tables().flat_map(change).collect()
}

/// The statement that makes a trigger.
pub(super) fn create(table: &ObjectName, name: &str, trigger: &Trigger) -> String {
    made("CREATE", table, name, trigger)
}

/// The statement that removes a trigger.
pub(super) fn drop(table: &ObjectName, name: &str) -> String {
    format!("DROP TRIGGER {} ON {}", ident(name), table.sql())
}

/// What a trigger leans on.
pub(super) fn leans(facts: &Facts, table: &ObjectName, trigger: &Trigger) -> Vec<Node> {
    let mut nodes = lean::of(table, &trigger.columns);
    nodes.extend(lean::leans(facts, table, &trigger.condition));
    nodes.push(Node::Function(lean::home(table, &trigger.function)));
    let from = trigger.constraint.as_ref().and_then(|constraint| constraint.from.clone());
    nodes.extend(from.map(Node::Table));
    nodes
}

fn made(verb: &str, table: &ObjectName, name: &str, trigger: &Trigger) -> String {
    let (event, each) = trigger.event.split_once(" FOR EACH ").unwrap_or((&trigger.event, "STATEMENT"));
    let columns = format!("UPDATE OF {}", constraint::list(&trigger.columns));
    let event = if trigger.columns.is_empty() { event.to_owned() } else { event.replace("UPDATE", &columns) };
    let kind = when(trigger.constraint.is_some(), "CONSTRAINT ");
    let from = trigger.constraint.iter().filter_map(|constraint| constraint.from.as_ref());
    let from: String = from.map(|from| format!(" FROM {}", from.sql())).collect();
    let words = trigger.constraint.iter().flat_map(|constraint| constraint.state.words());
    let words: String = words.map(|word| format!(" {word}")).collect();
    let transitions = if trigger.transitions.is_empty() {
        String::new()
    } else {
        format!(" REFERENCING {}", trigger.transitions.join(" "))
    };
    let condition: String = trigger.condition.iter().map(|tree| format!(" WHEN ({})", tree.sql())).collect();
    let arguments = list(trigger.arguments.iter().map(|argument| literal(argument)));
    format!(
        "{verb} {kind}TRIGGER {} {event} ON {}{from}{words}{transitions} FOR EACH {each}{condition} \
         EXECUTE FUNCTION {}({arguments})",
        ident(name),
        table.sql(),
        trigger.function.sql(),
    )
}

pub(super) fn switch(table: &ObjectName, name: &str, enabled: &str) -> String {
    format!("ALTER TABLE {} {enabled} TRIGGER {}", table.sql(), ident(name))
}

/// What triggers hang on.
#[derive(Clone, Copy)]
struct Site<'a> {
    ground: &'a Ground<'a>,
    table: &'a ObjectName,
    is_new: bool,
}

impl Site<'_> {
    fn changes(self, old: &BTreeMap<String, Trigger>, new: &BTreeMap<String, Trigger>) -> Vec<Change> {
        let change = |(name, pair): (&String, Pair<&Trigger>)| match pair {
            Pair::Added(new) => Some(self.add(name, new)),
            Pair::Dropped(old) => Some(self.drop(name, old)),
            Pair::Kept(old, new) if old == new => None,
            Pair::Kept(old, new) => Some(self.change(name, old, new)),
        };
        pairs(old, new).filter_map(change).collect()
    }

    fn named(self, kind: &'static Kind, name: &str, happens: &str) -> Change {
        let summary = format!("The trigger `{name}` of {} {happens}.", shown(self.table));
        let behaviour = format!("what happens by itself when rows of {} are written changes", shown(self.table));
        let behaviour = (!self.is_new).then(|| Finding::new(&hazard::BEHAVIOUR_CHANGE, behaviour));
        Change::new(kind, Object::part("trigger", self.table, name), summary).finds(behaviour)
    }

    fn add(self, name: &str, new: &Trigger) -> Change {
        self.named(&kind::TRIGGER_ADD, name, if self.is_new { "is made" } else { "is added" })
            .runs(self.created(name, new))
    }

    fn drop(self, name: &str, old: &Trigger) -> Change {
        self.named(&kind::TRIGGER_DROP, name, "is dropped").runs([self.removed(name, old)])
    }

    fn change(self, name: &str, old: &Trigger, new: &Trigger) -> Change {
        let change = self.named(&kind::TRIGGER_CHANGE, name, "changes");
        if self.ground.rewrites.remakes(&self.node(name)) {
            return change;
        }
        let (like, enabled) = (Trigger { enabled: new.enabled, ..old.clone() }, new.enabled.unwrap_or("ENABLE"));
        if like == *new {
            return change.runs([self.statement(switch(self.table, name, enabled), new).makes([self.node(name)])]);
        }
        if new.constraint.is_none() && old.constraint.is_none() {
            let statement = self.statement(made("CREATE OR REPLACE", self.table, name, new), new);
            // Replacing it leaves it as it was enabled.
            let again = (old.enabled != new.enabled).then(|| self.switched(name, enabled, new));
            let frees = leans(self.ground.old, self.table, old);
            return change.runs([statement.frees(frees).makes([self.node(name)])]).runs(again);
        }
        let together = Scope::Together(format!("trigger {}.{name}", self.table));
        let steps = [self.removed(name, old)].into_iter().chain(self.created(name, new));
        change.runs(steps.map(|statement| statement.scope(together.clone())))
    }

    fn created(self, name: &str, new: &Trigger) -> impl Iterator<Item = Statement> {
        let created = self.statement(create(self.table, name, new), new).makes([self.node(name)]);
        let enabled = new.enabled.map(|enabled| self.switched(name, enabled, new));
        [created].into_iter().chain(enabled)
    }

    fn switched(self, name: &str, enabled: &str, new: &Trigger) -> Statement {
        self.statement(switch(self.table, name, enabled), new).needs([self.node(name)])
    }

    fn removed(self, name: &str, old: &Trigger) -> Statement {
        Statement::new(Phase::Switch, drop(self.table, name))
            .locks(Lock::AccessExclusive, [self.table.clone()])
            .frees(leans(self.ground.old, self.table, old))
            .takes([self.node(name)])
    }

    fn statement(self, sql: String, new: &Trigger) -> Statement {
        let needs = leans(self.ground.new, self.table, new).into_iter().chain([Node::Table(self.table.clone())]);
        if self.is_new {
            return Statement::new(Phase::Expand, sql).needs(needs);
        }
        Statement::new(Phase::Switch, sql).locks(Lock::ShareRowExclusive, [self.table.clone()]).needs(needs)
    }

    fn node(self, name: &str) -> Node {
        Node::Trigger(self.table.clone(), name.to_owned())
    }
}
