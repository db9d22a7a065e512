//! Foreign keys: added without a look at the rows there are, then found to hold while reads and writes go on.

use std::collections::BTreeMap;

use super::clause::{newcomer, when};
use super::pair::{Pair, pairs};
use super::table::shown;
use super::{
    Change, Finding, Ground, Kind, Lock, Node, Object, Phase, Scope, Statement, constraint, keyed, kind, lean, lineage,
};
use crate::hazard;
use crate::sql::facts::{Facts, ForeignKey, ObjectName, State, Supply, Table};
use crate::sql::ident;

/// Foreign keys of all tables. Those between tables that go are dropped before them, as they may go in a circle.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let tables = ground.tables();
    tables.flat_map(|(name, table)| Site { ground, table: name }.changes(table)).collect()
}

/// Takes foreign keys that are on both sides off a key of their target, and has them lean on what takes its place.
pub(super) fn moved(ground: &Ground<'_>, target: &ObjectName, columns: &[String], scope: &Scope) -> Vec<Statement> {
    let leaned = lean::unique(target, columns);
    let moved = |(table, old): (&'_ ObjectName, &'_ Table)| {
        let site = Site { ground, table };
        let new = ground.new.tables.get(table).map(all).unwrap_or_default();
        let stays = |(name, key): &(&str, Foreign<'_>)| {
            new.get(name) == Some(key) && key.leaned() == leaned && !ground.rewrites.remakes(&site.part(name))
        };
        let keys: Vec<_> = all(old).into_iter().filter(stays).collect();
        keys.into_iter().flat_map(|(name, key)| site.moved(name, key, scope)).collect::<Vec<_>>()
    };
    ground.old.tables.iter().flat_map(|(table, old)| moved((table, old))).collect()
}

/// The transaction in which a foreign key that leans on such columns is dropped and made again, where one is.
pub(super) fn remade(ground: &Ground<'_>, target: &ObjectName, columns: &[String]) -> Option<Scope> {
    let leaned = lean::unique(target, columns);
    let parts = ground.old.tables.iter().flat_map(|(table, old)| {
        let leaning = all(old).into_iter().filter(|(_, key)| key.leaned() == leaned);
        leaning.map(|(name, _)| Site { ground, table }.part(name)).collect::<Vec<_>>()
    });
    parts.into_iter().find_map(|part| ground.rewrites.group(&part))
}

/// A foreign key, and how it is in force.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Foreign<'a> {
    key: &'a ForeignKey,
    state: State,
}

fn all(table: &Table) -> BTreeMap<&str, Foreign<'_>> {
    let state = |name: &str| table.states.get(name).copied().unwrap_or_default();
    table.foreign_keys.iter().map(|key| (key.name.as_str(), Foreign { key, state: state(&key.name) })).collect()
}

/// How rows were held to a foreign key before it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// They were not, or not all of them.
    Free,
    /// They were, and are until the new one holds them: none can point at nothing.
    Held,
    /// They were, but may come to point at nothing after the old one is dropped and before the new one is there.
    Paused,
}

impl Foreign<'_> {
    /// What must be unique for it.
    fn leaned(self) -> Node {
        lean::unique(&self.key.target, &self.key.target_columns)
    }

    /// What it leans on, the uniqueness of its target included.
    fn leans(self, table: &ObjectName) -> Vec<Node> {
        let mut nodes = lean::of(table, &self.key.columns);
        nodes.extend(lean::of(&self.key.target, &self.key.target_columns));
        nodes.extend([Node::Table(self.key.target.clone()), self.leaned()]);
        nodes
    }

    /// Whether only when it is checked differs.
    fn is_deferred_otherwise(self, new: Self) -> bool {
        let State { deferrable, deferred, .. } = new.state;
        self.key == new.key && new.state == State { deferrable, deferred, ..self.state }
    }

    /// Whether the only difference is that the new one is known to hold.
    fn is_validated(self, new: Self) -> bool {
        self.state.not_valid && self.key == new.key && new.state == State { not_valid: false, ..self.state }
    }

    /// Whether every row is held by it to what the new one asks of rows, whatever either does when the row pointed at goes.
    fn asks_for(self, new: Self) -> bool {
        let (own, new) = (self.key, new.key);
        let is_in_force = !self.state.not_valid && !self.state.not_enforced;
        let is_one_rule =
            own.columns == new.columns && own.target == new.target && own.target_columns == new.target_columns;
        is_in_force && is_one_rule && (own.full || !new.full)
    }

    /// What comes of it when the row pointed at goes: `ON DELETE SET NULL (lead_id)`; and, if asked, when it changes.
    fn acts(self, with_update: bool) -> String {
        let ForeignKey { on_delete, on_update, set_columns, .. } = self.key;
        let columns =
            if set_columns.is_empty() { String::new() } else { format!(" ({})", constraint::list(set_columns)) };
        let update = if with_update { format!(" ON UPDATE {}", on_update.words()) } else { String::new() };
        format!("ON DELETE {}{columns}{update}", on_delete.words())
    }
}

/// Whether a part has a key from its whole, with which it comes and goes.
fn is_of_whole(side: &Facts, part: &Table, key: &ForeignKey) -> bool {
    lineage::whole(side, part).is_some_and(|(_, whole)| whole.foreign_keys.contains(key))
}

/// The table of a foreign key.
#[derive(Clone, Copy)]
struct Site<'a> {
    ground: &'a Ground<'a>,
    table: &'a ObjectName,
}

impl Site<'_> {
    fn changes(self, table: Pair<&Table>) -> Vec<Change> {
        let nothing = Table::default();
        let (old, new) = match table {
            Pair::Added(new) => (&nothing, new),
            Pair::Dropped(old) => return self.before_drop(old),
            Pair::Kept(old, new) => (old, new),
        };
        let is_new = matches!(table, Pair::Added(_));
        let change = |(name, pair): (&&str, Pair<&Foreign<'_>>)| match pair {
            Pair::Added(key) if is_new && is_of_whole(self.ground.new, new, key.key) => None,
            Pair::Added(new) if is_new => Some(self.with_table(name, *new)),
            Pair::Added(new) => Some(self.add(name, *new)),
            Pair::Dropped(old) => Some(self.drop(name, *old)),
            Pair::Kept(old, new) if old == new => None,
            Pair::Kept(old, new) => Some(self.change(name, *old, *new)),
        };
        pairs(&all(old), &all(new)).filter_map(change).collect()
    }

    fn before_drop(self, old: &Table) -> Vec<Change> {
        let drop = |(name, key): (&str, Foreign<'_>)| {
            let (target, columns) = (&key.key.target, &key.key.target_columns);
            let phase = if !self.ground.new.tables.contains_key(target) {
                Phase::Contract
            } else if !keyed::stays(self.ground, target, columns) {
                // The table goes last of all, but what the key leans on goes before that.
                Phase::Switch
            } else {
                return None;
            };
            let statement = self.removed(name, key, phase).frees([Node::Table(self.table.clone())]);
            Some(self.named(&kind::FOREIGN_KEY_DROP, name, "is dropped before its table").runs([statement]))
        };
        let own = |key: &Foreign<'_>| key.key.target != *self.table && !is_of_whole(self.ground.old, old, key.key);
        all(old).into_iter().filter(|(_, key)| own(key)).filter_map(drop).collect()
    }

    fn named(self, kind: &'static Kind, name: &str, happens: &str) -> Change {
        let summary = format!("The foreign key `{name}` of {} {happens}.", shown(self.table));
        Change::new(kind, Object::part("foreign key", self.table, name), summary)
    }

    /// That of a new table, which is empty.
    fn with_table(self, name: &str, new: Foreign<'_>) -> Change {
        let statement = self.added(name, new, new.state, Phase::Expand);
        let statement = self.both(new).fold(statement, |statement, table| statement.reads(&table));
        self.named(&kind::FOREIGN_KEY_ADD, name, "is made").runs([statement])
    }

    fn add(self, name: &str, new: Foreign<'_>) -> Change {
        self.named(&kind::FOREIGN_KEY_ADD, name, "is added").runs(self.in_two_steps(
            name,
            new,
            Phase::Expand,
            Before::Free,
        ))
    }

    fn drop(self, name: &str, old: Foreign<'_>) -> Change {
        let loss =
            format!("rows of {} may point at rows of {} that are not there", shown(self.table), shown(&old.key.target));
        let statement = self.removed(name, old, Phase::Expand);
        let statement = statement.finds([Finding::new(&hazard::INTEGRITY_LOOSENED, loss)]);
        self.named(&kind::FOREIGN_KEY_DROP, name, "is dropped").runs([statement])
    }

    fn change(self, name: &str, old: Foreign<'_>, new: Foreign<'_>) -> Change {
        if old.is_validated(new) {
            let change = self.named(&kind::FOREIGN_KEY_CHANGE, name, "is found to hold");
            return change.runs(self.validated(name, new, Before::Free));
        }
        if old.is_deferred_otherwise(new) {
            let change = self.named(&kind::FOREIGN_KEY_CHANGE, name, "is checked at another time");
            return change.runs([self.altered(name, new)]);
        }
        let both = old.key.on_update != new.key.on_update;
        let [was, is] = [old, new].map(|one| one.acts(both));
        let acts = format!("rows of {} follow the row they point at by `{is}` instead of `{was}`", shown(self.table));
        let behaviour = (was != is).then(|| Finding::new(&hazard::BEHAVIOUR_CHANGE, acts));
        let change = self.named(&kind::FOREIGN_KEY_CHANGE, name, "changes").finds(behaviour);
        if self.ground.rewrites.remakes(&self.part(name)) {
            return change;
        }
        let before = |held| if old.asks_for(new) { held } else { Before::Free };
        if !keyed::stays(self.ground, &old.key.target, &old.key.target_columns) {
            // What the old one leans on goes before what the new one leans on comes.
            let again = self.in_two_steps(name, new, Phase::Switch, before(Before::Paused));
            return change.runs([self.removed(name, old, Phase::Switch)]).runs(again);
        }
        let again = self.in_two_steps(&newcomer(name), new, Phase::Expand, before(Before::Held));
        change.runs(again).runs(self.switched(name, old))
    }

    /// Drops the old one, and gives the new one its name.
    fn switched(self, name: &str, old: Foreign<'_>) -> [Statement; 2] {
        let (built, group) = (newcomer(name), Scope::Together(format!("foreign key {}.{name}", self.table)));
        let rename = Statement::new(Phase::Switch, constraint::rename(self.table, &built, name))
            .scope(group.clone())
            .locks(Lock::AccessExclusive, [self.table.clone()])
            .needs([self.part(&built)])
            .makes([self.part(name)]);
        let removed = self.removed(name, old, Phase::Switch).scope(group).needs([self.validity(&built)]);
        [removed, rename]
    }

    fn in_two_steps(self, name: &str, new: Foreign<'_>, phase: Phase, before: Before) -> Vec<Statement> {
        if self.is_partitioned() {
            let risk = self.risk(new, before);
            return vec![self.added(name, new, new.state, phase).reads(self.table).reads(&new.key.target).finds(risk)];
        }
        let added = self.added(name, new, State { not_valid: true, ..new.state }, phase);
        [added].into_iter().chain(self.validated(name, new, before)).collect()
    }

    /// A table of parts takes no foreign key without a look at its rows.
    fn is_partitioned(self) -> bool {
        self.ground.new.tables.get(self.table).is_some_and(|table| table.storage.partition_by.is_some())
    }

    fn added(self, name: &str, new: Foreign<'_>, state: State, phase: Phase) -> Statement {
        let key = constraint::foreign_key(&ForeignKey { name: name.to_owned(), ..new.key.clone() });
        Statement::new(phase, constraint::add(self.table, &key, state))
            .locks(Lock::ShareRowExclusive, self.both(new))
            .needs([Node::Table(self.table.clone())])
            .needs(new.leans(self.table))
            .needs(self.earlier(new.key))
            .makes([self.part(name)])
    }

    /// The keys over the same relation and more that are made before one. Rows are checked in that order, so that of two
    /// keys the one with the tenant in it is the one that refuses.
    fn earlier(self, key: &ForeignKey) -> impl Iterator<Item = Node> {
        let table = self.ground.new.tables.get(self.table);
        let keys = table.map(|table| table.foreign_keys.as_slice()).unwrap_or_default();
        let before = keys.iter().take_while(move |one| one.name != key.name);
        let holds = |one: &ForeignKey| key.columns.iter().all(|column| one.columns.contains(column));
        let same = move |one: &&ForeignKey| one.columns.len() > key.columns.len() && holds(one);
        before.filter(same).map(move |one| self.part(&one.name))
    }

    fn validated(self, name: &str, new: Foreign<'_>, before: Before) -> Option<Statement> {
        if new.state.not_valid || new.state.not_enforced {
            return None;
        }
        let statement = constraint::validate(self.table, name).reads(self.table).reads(&new.key.target);
        Some(statement.finds(self.risk(new, before)))
    }

    /// That rows may point at nothing.
    fn risk(self, new: Foreign<'_>, before: Before) -> Option<Finding> {
        match before {
            Before::Free => self.risk_of_orphans(new),
            Before::Held => None,
            Before::Paused => {
                let why = format!("it fails where a row of {} came to point at nothing meanwhile", shown(self.table));
                Some(Finding::new(&hazard::MAY_FAIL_ON_DATA, why).remedy("mend those rows, and run it again"))
            }
        }
    }

    /// That rows that no key held may point at nothing, unless all that they can hold yet is NULL.
    fn risk_of_orphans(self, new: Foreign<'_>) -> Option<Finding> {
        let mut columns = new.key.columns.iter();
        let is_empty = |name: &String| self.is_empty(name);
        let holds = if new.key.full { columns.all(is_empty) } else { columns.any(is_empty) };
        if holds {
            return None;
        }
        let why = format!("it fails where a row of {} points at nothing", shown(self.table));
        let risk = Finding::new(&hazard::MAY_FAIL_ON_DATA, why).remedy("mend those rows first");
        let known = lean::of(self.table, &new.key.columns).into_iter();
        let mut known = known.chain(lean::of(&new.key.target, &new.key.target_columns));
        Some(if known.all(|node| lean::is_in(self.ground.old, &node)) {
            risk.count(orphans(self.table, new.key))
        } else {
            risk
        })
    }

    /// Whether a column is new, and NULL in every row that is there.
    fn is_empty(self, name: &str) -> bool {
        let Ground { old, new, hints, .. } = self.ground;
        let column =
            |side: &'_ Facts| side.tables.get(self.table)?.columns.iter().find(|one| one.name == name).cloned();
        let is_null = column(new).is_some_and(|one| one.nullable && one.supply == Supply::None);
        is_null && column(old).is_none() && hints.backfill(self.table, name).is_none()
    }

    fn altered(self, name: &str, new: Foreign<'_>) -> Statement {
        let words =
            [when(!new.state.deferrable, "NOT "), "DEFERRABLE", when(new.state.deferred, " INITIALLY DEFERRED")];
        let sql = format!("ALTER TABLE {} ALTER CONSTRAINT {} {}", self.table.sql(), ident(name), words.concat());
        Statement::new(Phase::Switch, sql).locks(Lock::AccessExclusive, [self.table.clone()]).finds([Finding::new(
            &hazard::BEHAVIOUR_CHANGE,
            "transactions find out earlier or later that a row is missing",
        )])
    }

    fn removed(self, name: &str, old: Foreign<'_>, phase: Phase) -> Statement {
        Statement::new(phase, constraint::drop(self.table, name))
            .locks(Lock::AccessExclusive, self.both(old))
            .frees(old.leans(self.table))
            .frees(lineage::below(self.ground.old, &old.key.target).map(|part| Node::Table(part.clone())))
            .takes([self.part(name)])
    }

    /// Leaves the order of its columns alone: they may be remade before this or after.
    fn moved(self, name: &str, key: Foreign<'_>, scope: &Scope) -> Vec<Statement> {
        let alone = |mut statement: Statement| {
            statement.order.frees.retain(|node| *node == key.leaned());
            statement.order.needs.retain(|node| *node == key.leaned() || *node == self.part(name));
            let scope = if statement.scope == Scope::Shared { scope.clone() } else { statement.scope.clone() };
            statement.scope(scope)
        };
        // It comes again in the transaction in which it goes.
        let again = self.in_two_steps(name, key, Phase::Switch, Before::Held);
        [self.removed(name, key, Phase::Switch)].into_iter().chain(again).map(alone).collect()
    }

    fn both(self, key: Foreign<'_>) -> impl Iterator<Item = ObjectName> {
        let target = (key.key.target != *self.table).then(|| key.key.target.clone());
        [self.table.clone()].into_iter().chain(target)
    }

    fn part(self, name: &str) -> Node {
        Node::Part(self.table.clone(), name.to_owned())
    }

    fn validity(self, name: &str) -> Node {
        constraint::validity(self.table, name)
    }
}

/// Counts the rows that point at nothing.
fn orphans(table: &ObjectName, key: &ForeignKey) -> String {
    let given = key.columns.iter().map(|name| format!("child.{} IS NOT NULL", ident(name)));
    let pairs = key.columns.iter().zip(&key.target_columns);
    let same = pairs.map(|(child, parent)| format!("parent.{} = child.{}", ident(parent), ident(child)));
    let (given, same) = (given.collect::<Vec<_>>().join(" AND "), same.collect::<Vec<_>>().join(" AND "));
    let (table, target) = (table.sql(), key.target.sql());
    format!(
        "SELECT count(*) FROM {table} AS child WHERE {given} AND NOT EXISTS (SELECT FROM {target} AS parent WHERE {same})"
    )
}
