//! What has an index: primary keys, unique constraints and indexes, which can take each other's place.
//!
//! An index is built beside running writes; a constraint then takes it over in a moment. What changes is built under
//! another name first, so that the table is never without it.

mod part;

use std::collections::BTreeMap;

use super::clause::newcomer;
use super::index::{self, Build};
use super::pair::{Pair, pairs};
use super::table::shown;
use super::{Change, Finding, Ground, Lock, Node, Phase, Scope, Statement, foreign_key, lean, lineage};
use crate::hazard;
use crate::sql::facts::{Index, ObjectName, Table};
use part::Keyed;

/// Indexes, unique constraints and primary keys of tables that are on both sides, and the indexes of new ones.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let kept = ground.kept().flat_map(|(name, old, new)| Site::new(ground, name, old, new).changes());
    let added = ground.new.tables.iter().filter(|(name, _)| !ground.old.tables.contains_key(name));
    added.flat_map(|(name, table)| of_new(ground, name, table)).chain(kept).collect()
}

/// Whether columns of a table stay unique by the very same keys, so that what leans on them need not notice.
pub(super) fn stays(ground: &Ground<'_>, table: &ObjectName, columns: &[String]) -> bool {
    let (Some(old), Some(new)) = (ground.old.tables.get(table), ground.new.tables.get(table)) else { return true };
    let (site, leaned) = (Site::new(ground, table, old, new), lean::unique(table, columns));
    let leans = |old: Keyed<'_>| old.unique_columns().is_some_and(|columns| lean::unique(table, &columns) == leaned);
    !site.old.iter().any(|(name, old)| leans(*old) && site.is_taken(name, *old))
}

/// The indexes of a new table, which is empty.
fn of_new<'a>(ground: &'a Ground<'_>, table: &'a ObjectName, of: &'a Table) -> impl Iterator<Item = Change> + 'a {
    of.indexes.iter().filter_map(move |(name, one)| {
        let keyed = Keyed::Index(one);
        if comes_with(ground, of, one) {
            let statement = index::named_as(table, name, one)?;
            let statement = Statement::new(Phase::Expand, statement).needs([Node::Table(table.clone())]);
            return Some(keyed.change(keyed.words().add, table, name, "is made").runs([statement]));
        }
        let statement = Statement::new(Phase::Expand, index::create(table, name, one, Build::Plain))
            .needs(keyed.leans(ground.new, table))
            .needs([Node::Table(table.clone())])
            .makes(keyed.nodes(table, name));
        Some(keyed.change(keyed.words().add, table, name, "is made").runs([statement]))
    })
}

/// Whether a part that is made has an index from the first, as its whole has it already.
fn comes_with(ground: &Ground<'_>, part: &Table, one: &Index) -> bool {
    let has = |table: &Table| table.indexes.values().any(|other| index::same(other, one));
    lineage::whole(ground.new, part).is_some_and(|(name, whole)| match ground.old.tables.get(name) {
        Some(old) => has(old) && has(whole),
        None => has(whole) && comes_with(ground, whole, one),
    })
}

/// A table on both sides, by the names of what has an index there.
struct Site<'a> {
    ground: &'a Ground<'a>,
    name: &'a ObjectName,
    old: BTreeMap<&'a str, Keyed<'a>>,
    new: BTreeMap<&'a str, Keyed<'a>>,
    /// Whether indexes can be built beside running writes, and constraints can take them over.
    build: Build,
    /// How what switches over stands to transactions: what keeps rows unique does so together.
    scope: Scope,
}

impl<'a> Site<'a> {
    fn new(ground: &'a Ground<'a>, name: &'a ObjectName, old: &'a Table, new: &'a Table) -> Self {
        let build = if new.storage.partition_by.is_some() { Build::Plain } else { Build::Concurrently };
        let mut site = Self { ground, name, old: part::all(old), new: part::all(new), build, scope: Scope::Shared };
        let taken = site.old.iter().filter(|(name, old)| site.is_taken(name, **old));
        let taken: Vec<_> = taken.filter_map(|(_, old)| old.unique_columns()).collect();
        if !taken.is_empty() {
            site.scope = Scope::Together(format!("keys {name}"));
        }
        if let Some(scope) = taken.iter().find_map(|columns| foreign_key::remade(ground, name, columns)) {
            // Foreign keys on the old key are away while the table is rewritten, and come again with the new one.
            (site.build, site.scope) = (Build::Plain, scope);
        }
        site
    }

    fn changes(&self) -> Vec<Change> {
        let change = |(name, pair): (&&str, Pair<&Keyed<'_>>)| match pair {
            Pair::Added(new) => Some(self.add(name, *new)),
            Pair::Dropped(old) => Some(self.drop(name, *old)),
            Pair::Kept(old, new) if old.is(*new) => None,
            Pair::Kept(old, new) if old.becomes(*new) => Some(self.take_over(name, *new)),
            Pair::Kept(old, new) => Some(self.swap(name, *old, *new)),
        };
        pairs(&self.old, &self.new).filter_map(change).collect()
    }

    /// Whether an old one goes away, be it for another of that name.
    fn is_taken(&self, name: &str, old: Keyed<'_>) -> bool {
        self.new.get(name).is_none_or(|new| !old.is(*new) && !old.becomes(*new))
    }

    fn add(&self, name: &str, new: Keyed<'_>) -> Change {
        let change = new.change(new.words().add, self.name, name, "is made");
        change.runs(self.built(name, name, new)).runs(self.attached(name, name, new))
    }

    fn drop(&self, name: &str, old: Keyed<'_>) -> Change {
        let (change, inbound) = (old.change(old.words().drop, self.name, name, "is dropped"), self.inbound(old));
        if old.is_constraint() || !inbound.is_empty() || self.build == Build::Plain {
            return change.runs([self.removed(name, old)]).runs(inbound);
        }
        let statement = self.removal(name, old, Build::Concurrently, Phase::Contract);
        change.runs([statement.scope(Scope::Outside).finds([outside("a failed drop leaves it invalid")])])
    }

    /// An index that only becomes a constraint.
    fn take_over(&self, name: &str, new: Keyed<'_>) -> Change {
        let change = new.change(new.words().change, self.name, name, "takes over its index");
        change.runs(self.attached(name, name, new))
    }

    fn swap(&self, name: &str, old: Keyed<'_>, new: Keyed<'_>) -> Change {
        let change = new.change(new.words().change, self.name, name, "changes");
        if self.ground.rewrites.remakes(&Node::Part(self.name.clone(), name.to_owned())) {
            return change;
        }
        if self.build == Build::Plain {
            let change = change.runs([self.removed(name, old)]).runs(self.inbound(old));
            return change.runs(self.built(name, name, new)).runs(self.attached(name, name, new));
        }
        let built = newcomer(name);
        let together = |statement: Statement| match statement.scope {
            Scope::Shared => statement.scope(Scope::Together(format!("index {}", self.name.beside(name)))),
            Scope::Together(_) | Scope::Alone | Scope::Outside => statement,
        };
        let switch = [self.removed(name, old)].into_iter().chain(self.attached(name, &built, new)).map(together);
        change.runs(self.built(name, &built, new)).runs(switch).runs(self.inbound(old))
    }

    /// Builds an index under a name; a constraint that cannot take one over has none.
    fn built(&self, name: &str, built: &str, new: Keyed<'_>) -> Option<Statement> {
        if self.build == Build::Plain && new.is_constraint() {
            return None;
        }
        let sql = new.build(self.name, built, self.build);
        let statement = match self.build {
            Build::Plain => Statement::new(Phase::Switch, sql)
                .locks(Lock::Share, [self.name.clone()])
                .finds([Finding::new(&hazard::LOCKS_WRITES, "nobody writes to the table while its index is built")]),
            Build::Concurrently => Statement::new(Phase::Index, sql)
                .scope(Scope::Outside)
                .locks(Lock::ShareUpdateExclusive, [self.name.clone()])
                .finds([outside(
                    "a failed build leaves an invalid index, which is to be dropped before it is built again",
                )]),
        };
        let statement = statement.finds(new.risks(self.ground, self.name)).finds([build_time(self.name)]);
        let statement = statement.needs(new.leans(self.ground.new, self.name));
        let statement = statement.makes([Node::Other("index".to_owned(), self.name.beside(built).to_string())]);
        Some(if new.is_constraint() || built != name { statement } else { statement.makes(new.nodes(self.name, name)) })
    }

    /// Gives a built index its place: as a constraint's, or under its name.
    fn attached(&self, name: &str, built: &str, new: Keyed<'_>) -> Option<Statement> {
        let sql = match self.build {
            Build::Plain => new.added(self.name, name),
            Build::Concurrently => new.attach(self.name, name, built),
        }?;
        let statement = Statement::new(Phase::Switch, sql)
            .scope(self.scope.clone())
            .locks(Lock::AccessExclusive, [self.name.clone()])
            .needs(new.leans(self.ground.new, self.name))
            .needs(new.filled(self.name))
            .needs([Node::Other("index".to_owned(), self.name.beside(built).to_string())])
            .makes(new.nodes(self.name, name))
            .makes(new.place(self.name));
        let builds = Finding::new(&hazard::LOCKS_ALL, "nobody reads or writes the table while its index is built");
        let risks = new.risks(self.ground, self.name).into_iter().chain([builds]);
        Some(if self.build == Build::Plain { statement.finds(risks) } else { statement })
    }

    /// Takes an index away in the switch.
    fn removed(&self, name: &str, old: Keyed<'_>) -> Statement {
        self.removal(name, old, Build::Plain, Phase::Switch).scope(self.scope.clone())
    }

    fn removal(&self, name: &str, old: Keyed<'_>, build: Build, phase: Phase) -> Statement {
        let lock = if build == Build::Plain { Lock::AccessExclusive } else { Lock::ShareUpdateExclusive };
        let stays = self.new.contains_key(name);
        Statement::new(phase, old.remove(self.name, name, build))
            .locks(lock, [self.name.clone()])
            .finds(if stays { Vec::new() } else { old.losses(name, self.covering(old)) })
            .frees(old.holds(self.ground, self.name))
            .frees(old.filled(self.name))
            .takes(old.nodes(self.name, name))
            .takes(old.place(self.name))
    }

    /// The index on the new side that serves what an old one serves, the shortest where there are several.
    fn covering(&self, old: Keyed<'_>) -> Option<&'a str> {
        let covers = self.new.iter().filter(|(_, new)| new.covers(old));
        covers.min_by_key(|(_, new)| new.length()).map(|(name, _)| *name)
    }

    /// Takes foreign keys that stay off an old key, and has them lean on the new one.
    fn inbound(&self, old: Keyed<'_>) -> Vec<Statement> {
        old.unique_columns()
            .map_or_else(Vec::new, |columns| foreign_key::moved(self.ground, self.name, &columns, &self.scope))
    }
}

fn outside(why: &str) -> Finding {
    Finding::new(&hazard::NOT_TRANSACTIONAL, why)
}

fn build_time(table: &ObjectName) -> Finding {
    Finding::new(&hazard::INDEX_BUILD, format!("an index of {} is built from all of its rows", shown(table)))
}
