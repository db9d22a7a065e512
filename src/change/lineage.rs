//! Tables that inherit from others or are parts of them: made so, no longer so, or taking other rows than before.

use super::pair::kept_tables;
use super::table::{parts, shown};
use super::{Change, Finding, Ground, Lock, Node, Object, Phase, Scope, Statement, column, kind, lean};
use crate::hazard;
use crate::sql::facts::{ObjectName, Table};

/// Tables of both sides that stand otherwise to others.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let sites = kept_tables(ground.old, ground.new).map(|(name, old, new)| Site { ground, name, old, new });
    sites.flat_map(Site::changes).collect()
}

#[derive(Clone, Copy)]
struct Site<'a> {
    ground: &'a Ground<'a>,
    name: &'a ObjectName,
    old: &'a Table,
    new: &'a Table,
}

impl Site<'_> {
    fn changes(self) -> Vec<Change> {
        let divided = (self.old.storage.partition_by != self.new.storage.partition_by).then(|| self.divided());
        [self.inherited(), self.attached(), divided].into_iter().flatten().collect()
    }

    fn change(self, happens: &str) -> Change {
        let summary = format!("The table {} {happens}.", shown(self.name));
        Change::new(&kind::TABLE_LINEAGE, Object::whole("table", self.name), summary)
    }

    fn inherited(self) -> Option<Change> {
        let (was, is) = (&self.old.inherits, &self.new.inherits);
        let left = was.iter().filter(|one| !is.contains(one) && self.ground.new.tables.contains_key(one));
        let left = left.map(|one| self.inherit(Phase::Expand, "NO INHERIT", one));
        let taken = is.iter().filter(|one| !was.contains(one)).map(|one| {
            // Whatever the parent has the child must have before.
            let columns = self.new.columns.iter().map(|column| &column.name);
            let checks = self.new.checks.keys().map(|check| Node::Part(self.name.clone(), check.clone()));
            let needs = lean::of(self.name, columns).into_iter().chain(checks).chain([Node::Table(one.clone())]);
            self.inherit(Phase::Switch, "INHERIT", one).needs(needs)
        });
        let statements: Vec<_> = left.chain(taken).collect();
        let why =
            format!("queries of other tables find more or fewer rows, as those of {} are theirs too", shown(self.name));
        let finding = Finding::new(&hazard::BEHAVIOUR_CHANGE, why);
        (was != is).then(|| self.change("inherits from others than before").finds([finding]).runs(statements))
    }

    fn inherit(self, phase: Phase, words: &str, parent: &ObjectName) -> Statement {
        Statement::new(phase, format!("ALTER TABLE {} {words} {}", self.name.sql(), parent.sql()))
            .locks(Lock::AccessExclusive, [self.name.clone(), parent.clone()])
    }

    /// Leaves the whole that it is a part of, and comes to the one that it will be.
    fn attached(self) -> Option<Change> {
        let (was, is) = (&self.old.storage.partition_of, &self.new.storage.partition_of);
        if was == is {
            return None;
        }
        let left = was.iter().filter(|(whole, _)| self.ground.new.tables.contains_key(whole));
        let left = left.map(|(whole, _)| self.detach(whole, is.is_none()));
        let taken = is.iter().map(|(whole, bound)| self.attach(whole, bound));
        let happens = match (was, is) {
            (_, None) => "is no part of another any more",
            (None, Some(_)) => "becomes a part of another",
            (Some(_), Some(_)) => "takes other rows of the whole",
        };
        let why =
            format!("queries of the whole find more or fewer rows, as those of {} are its rows too", shown(self.name));
        let finding = (was.is_none() != is.is_none()).then(|| Finding::new(&hazard::BEHAVIOUR_CHANGE, why));
        let statements = left.chain(taken).collect::<Vec<_>>();
        Some(self.change(happens).finds(finding).runs(statements))
    }

    fn detach(self, whole: &ObjectName, for_good: bool) -> Statement {
        let sql = format!("ALTER TABLE {} DETACH PARTITION {}", whole.sql(), self.name.sql());
        let statement = Statement::new(if for_good { Phase::Expand } else { Phase::Switch }, sql)
            .locks(Lock::AccessExclusive, [whole.clone(), self.name.clone()])
            .takes([parts(whole)]);
        if for_good { statement } else { statement.scope(together(whole)) }
    }

    /// Every row of it is looked at.
    fn attach(self, whole: &ObjectName, bound: &str) -> Statement {
        let sql = format!("ALTER TABLE {} ATTACH PARTITION {} {bound}", whole.sql(), self.name.sql());
        let fails = format!("it fails where a row of {} is not one that it takes", shown(self.name));
        let locks = format!("nobody reads or writes {} while its rows are looked at", shown(self.name));
        Statement::new(Phase::Switch, sql)
            .scope(together(whole))
            .locks(Lock::AccessExclusive, [whole.clone(), self.name.clone()])
            .needs(lean::of(self.name, column::by_name(self.new).into_values().map(|column| &column.name)))
            .needs([Node::Table(whole.clone())])
            .makes([parts(whole)])
            .finds([
                Finding::new(&hazard::MAY_FAIL_ON_DATA, fails).remedy("move those rows first"),
                Finding::new(&hazard::LOCKS_ALL, locks),
            ])
    }

    /// PostgreSQL cannot divide a table that stands, nor make one of parts whole.
    fn divided(self) -> Change {
        let why = format!("PostgreSQL cannot change what the rows of {} are divided by", shown(self.name));
        let remedy = "make a table of another name, fill it, and drop this one";
        self.change("is divided otherwise").finds([Finding::new(&hazard::NEEDS_INPUT, why).remedy(remedy)])
    }
}

/// The transaction in which parts of a table take other rows.
fn together(whole: &ObjectName) -> Scope {
    Scope::Together(format!("parts {whole}"))
}
