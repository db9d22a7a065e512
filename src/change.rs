//! What differs between two databases, in meaning: old facts × new facts → changes.
//!
//! Each kind of object has a file of its own, which finds its changes and says of each, in one place, what it is, what
//! it may do to a live database, and by which statements it is carried out. Both sides are [`Facts`], so it does not
//! matter whether they come from a schema or from SQL. Order is not decided here: a statement says what it needs and
//! makes, and [`crate::plan`] sorts. Nor does this layer know files, reports or models.

pub mod access;
mod backfill;
mod cast;
mod check;
mod clause;
mod column;
mod comment;
mod composite;
mod constraint;
mod dependents;
mod domain;
mod enumeration;
mod foreign_key;
mod function;
mod hints;
mod index;
mod keyed;
pub mod kind;
mod lean;
mod lift;
mod lineage;
mod not_null_name;
mod nullability;
mod other;
mod owner;
mod pair;
mod policy;
mod privilege;
mod reach;
mod rename;
mod retype;
mod rewrite;
mod row_security;
mod sequence;
mod statement;
mod storage;
mod supply;
mod surroundings;
mod swap;
mod table;
mod trigger;
mod view;

use std::collections::BTreeSet;
use std::fmt;

use crate::sql::facts::{Facts, ObjectName, Table};

pub use access::AccessChange;
pub use hints::{Dotted, Hints};
pub use kind::Kind;
use pair::Pair;
pub use rename::Names;
pub use rewrite::Rewrites;
pub use statement::{Finding, Lock, Node, Order, Phase, Scope, Statement};

/// A difference in meaning, and how to carry it out.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its kind.
    pub kind: &'static Kind,
    /// What it concerns.
    pub object: Object,
    /// What changes, in one sentence.
    pub summary: String,
    /// What it may do that no one statement does.
    pub findings: Vec<Finding>,
    /// The statements, in any order.
    pub statements: Vec<Statement>,
}

/// What a change concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Object {
    /// Its kind: `column`.
    pub kind: &'static str,
    /// The table, type, function …: on the new side, where it is there.
    pub name: ObjectName,
    /// What it is of that: a column, a value, a policy.
    pub part: Option<String>,
}

/// What changes are found on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The old side, under new names: renames are carried out first.
    pub old: &'a Facts,
    /// The new side.
    pub new: &'a Facts,
    /// What the new side says about the way.
    pub hints: &'a Hints,
    /// What is written anew.
    pub rewrites: &'a Rewrites,
    /// What things were called before.
    pub names: &'a Names,
    /// Which way it is.
    pub direction: Direction,
    /// The views of both sides whose definition changes, and those that lean on them.
    views: &'a BTreeSet<ObjectName>,
    /// The tables on which something may change.
    tables: &'a [(&'a ObjectName, Pair<&'a Table>)],
}

/// Which way a migration leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// On.
    Up,
    /// Back to where it came from: what cannot be known any more is left empty, and said.
    Down,
}

/// Finds the changes of one kind of object.
type Finder = fn(&Ground<'_>) -> Vec<Change>;

/// One for each kind of object. Where nothing else decides, statements come in this order.
const FINDERS: &[Finder] = &[
    surroundings::changes,
    privilege::defaults,
    enumeration::changes,
    lineage::changes,
    table::changes,
    sequence::changes,
    column::changes,
    supply::changes,
    nullability::changes,
    retype::changes,
    storage::changes,
    dependents::changes,
    function::changes,
    keyed::changes,
    check::changes,
    foreign_key::changes,
    trigger::changes,
    policy::changes,
    row_security::changes,
    view::changes,
    other::changes,
    privilege::changes,
    owner::changes,
    comment::changes,
    surroundings::gone,
];

/// What differs between two sides, and how to carry it out.
#[must_use]
pub fn changes(old: &Facts, new: &Facts, hints: &Hints, direction: Direction) -> Vec<Change> {
    Comparison::of(old, new, hints).changes(direction)
}

/// Two sides, of which the old one bears new names.
pub struct Comparison<'a> {
    renamed: rename::Renamed<'a>,
    new: &'a Facts,
    hints: &'a Hints,
}

impl<'a> Comparison<'a> {
    /// Of two sides, with what the new one says about the way.
    #[must_use]
    pub fn of(old: &'a Facts, new: &'a Facts, hints: &'a Hints) -> Self {
        Self { renamed: rename::rename(old, new, hints), new, hints }
    }

    /// Who reaches more or less of which rows than before; what the new side says is called by its names.
    #[must_use]
    pub fn access(&self) -> Vec<AccessChange> {
        access::differences(&self.renamed.facts, self.new)
    }

    /// What differs, and how to carry it out.
    #[must_use]
    pub fn changes(self, direction: Direction) -> Vec<Change> {
        let Self { renamed, new, hints } = self;
        let old = &*lineage::followed(renamed.facts, new);
        let rewrites = Rewrites::between(old, new);
        let (names, rewrites) = (&renamed.names, &rewrites);
        let (views, tables) = (&view::changed(old, new), &open_tables(old, new, rewrites));
        let ground = Ground { old, new, hints, rewrites, names, direction, views, tables };
        let found = FINDERS.iter().flat_map(|find| find(&ground)).map(|change| lift::locked(&ground, change));
        let found = found.collect::<Vec<_>>();
        renamed.changes.into_iter().chain(found).collect()
    }
}

/// The tables that differ, and those on which a rewrite makes something again. On all others nothing can change.
fn open_tables<'a>(old: &'a Facts, new: &'a Facts, rewrites: &Rewrites) -> Vec<(&'a ObjectName, Pair<&'a Table>)> {
    let rewritten = rewrites.tables();
    let is_open = |(name, pair): &(&ObjectName, Pair<&Table>)| match pair {
        Pair::Kept(old, new) => old != new || rewritten.contains(name),
        Pair::Added(_) | Pair::Dropped(_) => true,
    };
    pair::pairs(&old.tables, &new.tables).filter(is_open).collect()
}

impl<'a> Ground<'a> {
    /// The tables on which something may change, in order of name: no finder need look at others for changes of theirs.
    fn tables(&self) -> impl Iterator<Item = (&'a ObjectName, Pair<&'a Table>)> + use<'a> {
        self.tables.iter().copied()
    }

    /// Those of them that both sides have, the old one first.
    fn kept(&self) -> impl Iterator<Item = (&'a ObjectName, &'a Table, &'a Table)> + use<'a> {
        self.tables().filter_map(|(name, pair)| pair::kept(name, pair))
    }

    /// What a table is called before the migration, which is when rows are counted.
    #[must_use]
    pub fn was(&self, table: &'a ObjectName) -> &'a ObjectName {
        self.names.table(table)
    }

    /// What a column and its table are called before the migration.
    #[must_use]
    pub fn was_column(&self, table: &'a ObjectName, column: &'a str) -> (&'a ObjectName, &'a str) {
        (self.was(table), self.names.column(table, column))
    }
}

impl Change {
    /// A change without findings or statements.
    pub fn new(kind: &'static Kind, object: Object, summary: impl Into<String>) -> Self {
        Self { kind, object, summary: summary.into(), findings: Vec::new(), statements: Vec::new() }
    }

    /// Adds what it may do.
    #[must_use]
    pub fn finds(mut self, findings: impl IntoIterator<Item = Finding>) -> Self {
        self.findings.extend(findings);
        self
    }

    /// Adds statements.
    #[must_use]
    pub fn runs(mut self, statements: impl IntoIterator<Item = Statement>) -> Self {
        self.statements.extend(statements);
        self
    }

    /// Everything that it and its statements may do.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(self.statements.iter().flat_map(|statement| &statement.findings))
    }
}

impl Object {
    /// A whole object.
    #[must_use]
    pub fn whole(kind: &'static str, name: &ObjectName) -> Self {
        Self { kind, name: name.clone(), part: None }
    }

    /// A part of one.
    pub fn part(kind: &'static str, name: &ObjectName, part: impl Into<String>) -> Self {
        Self { kind, name: name.clone(), part: Some(part.into()) }
    }
}

impl fmt::Display for Object {
    /// As people name it: `leads.score`; a schema is named where it is not `public`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.schema.as_deref() {
            None | Some("public") => f.write_str(&self.name.name)?,
            Some(_) => write!(f, "{}", self.name)?,
        }
        self.part.iter().try_for_each(|part| write!(f, ".{part}"))
    }
}
