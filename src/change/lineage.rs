//! Tables that inherit from others or are parts of them: made so, no longer so, or taking other rows than before.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::pair::{Pair, kept_tables, pairs};
use super::table::{parts, shown};
use super::{
    Change, Finding, Ground, Lock, Node, Object, Phase, Scope, Statement, column, kind, lean, not_null_name,
    nullability,
};
use crate::hazard;
use crate::sql::facts::{Column, Facts, ForeignKey, Index, ObjectName, Table, Unique};
use crate::sql::token::tokens;

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
        let left = was.iter().filter(|one| !is.contains(one));
        let left = left.flat_map(|one| self.left(one, self.inherit(self.leaves_in(), "NO INHERIT", one)));
        let taken = is.iter().filter(|one| !was.contains(one)).flat_map(|one| {
            // Whatever the parent has the child must have before.
            let checks = self.new.checks.keys().map(|check| Node::Part(self.name.clone(), check.clone()));
            let needs = self.columns().into_iter().chain(checks).chain([Node::Table(one.clone())]);
            self.taken(one, self.inherit(Phase::Switch, "INHERIT", one).needs(needs))
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
        let left = was.iter().flat_map(|(whole, _)| match is {
            None => self.left(whole, self.detach(whole, true)),
            Some(_) => vec![self.detach(whole, false).frees(self.above(whole)).makes([apart(self.name)])],
        });
        let taken = is.iter().flat_map(|(whole, bound)| match was {
            None => self.taken(whole, self.attach(whole, bound)),
            Some(_) => vec![self.attach(whole, bound)],
        });
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
        let statement = Statement::new(if for_good { self.leaves_in() } else { Phase::Switch }, sql)
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
            .needs(self.columns())
            .needs(lean::of(self.name, self.old.columns.iter().map(|column| &column.name)))
            .needs([Node::Table(whole.clone())])
            .makes([parts(whole)])
            .finds([
                Finding::new(&hazard::MAY_FAIL_ON_DATA, fails).remedy("move those rows first"),
                Finding::new(&hazard::LOCKS_ALL, locks),
            ])
    }

    /// All of its columns, as they have to be before it comes to another table.
    fn columns(self) -> Vec<Node> {
        let nullability = self.new.columns.iter().map(|column| nullability::node(self.name, &column.name));
        lean::of(self.name, self.new.columns.iter().map(|column| &column.name)).into_iter().chain(nullability).collect()
    }

    /// What makes it leave another table, and lets its NOT NULL constraints be called after itself again.
    fn left(self, from: &ObjectName, leave: Statement) -> Vec<Statement> {
        let top = top(self.ground.old, from);
        let named = self.named([top, self.name]).map(|statement| statement.needs([apart(self.name)]));
        [leave.frees(self.above(from)).makes([apart(self.name)])].into_iter().chain(named).collect()
    }

    /// When it leaves another table for good: with the renames, where it gets names that it cannot have before.
    fn leaves_in(self) -> Phase {
        if self.ground.names.waits(self.name) { Phase::Rename } else { Phase::Expand }
    }

    /// What lets it come to another table. Its NOT NULL constraints are called as that one's before: afterwards they could
    /// not be, and those of the table above could not get other names.
    fn taken(self, to: &ObjectName, come: Statement) -> Vec<Statement> {
        let top = top(self.ground.new, to);
        let named = Node::Other("named alike".to_owned(), self.name.to_string());
        let rename = self.named([self.name, top]).map(|statement| {
            let nullability = self.new.columns.iter().map(|column| nullability::node(self.name, &column.name));
            Statement { phase: come.phase, scope: come.scope.clone(), ..statement }
                .needs(nullability)
                .makes([named.clone()])
        });
        rename.into_iter().chain([come.needs(self.above(to)).needs([named.clone()])]).collect()
    }

    /// The columns of a table above, those that come and go among them: what becomes of them becomes of its own too as
    /// long as it is below.
    fn above(self, other: &ObjectName) -> Vec<Node> {
        let sides = [self.ground.old, self.ground.new].map(|side| side.tables.get(other));
        let columns = sides.into_iter().flatten().flat_map(|table| &table.columns).map(|column| &column.name);
        lean::of(other, columns)
    }

    /// Calls NOT NULL constraints after the second table that were called after the first.
    fn named(self, [was, is]: [&ObjectName; 2]) -> Option<Statement> {
        let columns = self.new.columns.iter().filter(|column| !column.nullable).map(|column| &column.name);
        let meanwhile = |column| self.ground.names.meanwhile(self.name, column);
        let names = columns.map(|column| [not_null_name::of(was, meanwhile(column)), not_null_name::of(is, column)]);
        Some(Statement::new(Phase::Expand, not_null_name::rename(self.ground.new, self.name, names)?))
    }

    /// PostgreSQL cannot divide a table that stands, nor make one of parts whole.
    fn divided(self) -> Change {
        let why = format!("PostgreSQL cannot change what the rows of {} are divided by", shown(self.name));
        let remedy = "make a table of another name, fill it, and drop this one";
        self.change("is divided otherwise").finds([Finding::new(&hazard::NEEDS_INPUT, why).remedy(remedy)])
    }
}

/// The whole that a table is a part of, on a side.
pub(super) fn whole<'a>(side: &'a Facts, part: &Table) -> Option<(&'a ObjectName, &'a Table)> {
    part.storage.partition_of.as_ref().and_then(|(whole, _)| side.tables.get_key_value(whole))
}

/// The parts of a table, and theirs.
pub(super) fn below<'a>(side: &'a Facts, table: &'a ObjectName) -> Box<dyn Iterator<Item = &'a ObjectName> + 'a> {
    Box::new(parts_of(side, table).flat_map(move |(part, _)| std::iter::once(part).chain(below(side, part))))
}

/// The parts of a table.
pub(super) fn parts_of<'s>(side: &'s Facts, table: &ObjectName) -> impl Iterator<Item = (&'s ObjectName, &'s Table)> {
    let is_whole = side.tables.get(table).is_some_and(|table| table.storage.partition_by.is_some());
    let all = side.tables.iter().filter(move |_| is_whole);
    all.filter(move |(_, one)| whole(side, one).is_some_and(|(of, _)| of == table))
}

/// Takes a part that goes off a whole that stays and that foreign keys point at: while it is there it cannot go.
pub(super) fn taken_off(ground: &Ground<'_>, name: &ObjectName, part: &Table) -> Option<Statement> {
    let (of, _) = whole(ground.old, part)?;
    let above = std::iter::successors(whole(ground.old, part), |(_, table)| whole(ground.old, table));
    let above: Vec<_> = above.map(|(name, _)| name).collect();
    let points = |table: &Table| table.foreign_keys.iter().any(|key| above.contains(&&key.target));
    let is_held = ground.new.tables.contains_key(of) && ground.old.tables.values().any(points);
    let sql = format!("ALTER TABLE {} DETACH PARTITION {}", of.sql(), name.sql());
    let fails = format!("it fails where rows point at rows of {}", shown(name));
    let statement = Statement::new(Phase::Contract, sql).locks(Lock::AccessExclusive, [of.clone(), name.clone()]);
    let fails = Finding::new(&hazard::MAY_FAIL_ON_DATA, fails).remedy("mend or delete the rows that point at them");
    is_held.then(|| statement.finds([fails]).frees([Node::Table(name.clone()), parts(of)]))
}

/// The table whose rows are divided by a column: that one, or one below it.
pub(super) fn divided_by<'a>(side: &'a Facts, table: &'a ObjectName, column: &str) -> Option<&'a ObjectName> {
    let names = |by: &String| tokens(by).skip(1).any(|token| token.text.trim_matches('"') == column);
    let divides = |table: &Table| table.storage.partition_by.as_ref().is_some_and(names);
    std::iter::once(table).chain(below(side, table)).find(|name| side.tables.get(name).is_some_and(divides))
}

/// That a table is below another no more.
pub(super) fn apart(table: &ObjectName) -> Node {
    Node::Other("apart".to_owned(), table.to_string())
}

/// The table at the top, after which the constraints of all below it are called.
fn top<'a>(facts: &'a Facts, name: &'a ObjectName) -> &'a ObjectName {
    let above = facts.tables.get(name).and_then(|table| table.parents().next());
    above.map_or(name, |above| top(facts, above))
}

/// The transaction in which parts of a table take other rows.
fn together(whole: &ObjectName) -> Scope {
    Scope::Together(format!("parts {whole}"))
}

/// The old side as it is once its parents are what they are on the new side: PostgreSQL does to children and parts what is
/// done to the table above them, so that nothing of that is left to do.
pub(super) fn followed<'a>(old: Cow<'a, Facts>, new: &Facts) -> Cow<'a, Facts> {
    if old.tables.values().all(|table| table.parents().next().is_none()) {
        return old;
    }
    let mut facts = Facts::clone(&old);
    for (name, child) in facts.tables.iter_mut() {
        let Some(is) = new.tables.get(name) else { continue };
        for parent in old.tables[name].parents().filter(|parent| is.parents().any(|one| one == *parent)) {
            if let (Some(old), Some(new)) = (old.tables.get(parent), new.tables.get(parent)) {
                Heir { child: &mut *child, is }.follow(old, new);
            }
        }
    }
    Cow::Owned(facts)
}

/// A table of the old side that follows another, and what it is on the new side.
struct Heir<'a> {
    child: &'a mut Table,
    is: &'a Table,
}

impl Heir<'_> {
    fn follow(&mut self, old: &Table, new: &Table) {
        for (name, pair) in pairs(&column::by_name(old), &column::by_name(new)) {
            match pair {
                Pair::Kept(old, new) if old == new => {}
                // What the child has of its own stays.
                Pair::Dropped(_) if column::by_name(self.is).contains_key(name) => {}
                Pair::Dropped(_) => self.child.columns.retain(|column| column.name != *name),
                Pair::Added(new) => self.inherit(new),
                Pair::Kept(old, new) => self.change(old, new),
            }
        }
        for (name, pair) in pairs(&old.checks, &new.checks) {
            match pair {
                Pair::Kept(old, new) if old == new => {}
                Pair::Dropped(_) if self.is.checks.contains_key(name) => {}
                Pair::Dropped(_) => _ = self.child.checks.remove(name),
                Pair::Added(check) | Pair::Kept(_, check) => _ = self.child.checks.insert(name.clone(), check.clone()),
            }
            self.child.states.remove(name);
            self.child.states.extend(new.states.get(name).map(|state| (name.clone(), *state)));
        }
        if self.is.storage.partition_of.is_some() {
            self.follow_keys(old, new);
        }
    }

    /// A column as the parent has it, where the child does not have it already; its own is what numbers it.
    fn inherit(&mut self, column: &Column) {
        let own = self.is.columns.iter().find(|one| one.name == column.name);
        let numbered = own.filter(|_| column.supply.is_identity()).unwrap_or(column);
        let (supply, numbering) = (numbered.supply.clone(), numbered.numbering.clone());
        if !column::by_name(self.child).contains_key(column.name.as_str()) {
            self.child.columns.push(Column { comment: None, supply, numbering, ..column.clone() });
        }
    }

    /// What changes in a column of the parent changes in the child's, and nothing else.
    fn change(&mut self, old: &Column, new: &Column) {
        let Some(own) = self.child.columns.iter_mut().find(|column| column.name == new.name) else { return };
        if (&old.ty, &old.collation) != (&new.ty, &new.collation) {
            (own.ty, own.collation) = (new.ty.clone(), new.collation.clone());
        }
        if old.nullable != new.nullable {
            own.nullable = new.nullable;
        }
        if old.supply != new.supply && !new.supply.is_identity() {
            own.supply = new.supply.clone();
        }
        if old.options != new.options {
            own.options.clone_from(&new.options);
        }
    }

    /// What a part has from its whole besides columns and checks, under names of its own.
    fn follow_keys(&mut self, old: &Table, new: &Table) {
        let key = |table: &Table| table.primary_key.as_ref().map(|key| (key.columns.clone(), key.include.clone()));
        if key(old) != key(new) {
            self.child.primary_key.clone_from(&self.is.primary_key);
        }
        follow_parts(&mut self.child.uniques, &self.is.uniques, [&old.uniques, &new.uniques], Unique::eq);
        let alike =
            |one: &Index, two: &Index| Index { comment: None, ..one.clone() } == Index { comment: None, ..two.clone() };
        follow_parts(&mut self.child.indexes, &self.is.indexes, [&old.indexes, &new.indexes], alike);
        let named = |keys: &[ForeignKey]| keys.iter().map(|key| (key.name.clone(), key.clone())).collect();
        let mut keys: BTreeMap<_, _> = named(&self.child.foreign_keys);
        let sides = [named(&old.foreign_keys), named(&new.foreign_keys)];
        follow_parts(&mut keys, &named(&self.is.foreign_keys), sides.each_ref(), ForeignKey::eq);
        self.child.foreign_keys = keys.into_values().collect();
    }
}

/// Of the parts of a child, those go that the parent loses, and those come that it gets.
fn follow_parts<T: Clone>(
    child: &mut BTreeMap<String, T>,
    is: &BTreeMap<String, T>,
    [old, new]: [&BTreeMap<String, T>; 2],
    alike: impl Fn(&T, &T) -> bool,
) {
    let has = |parts: &BTreeMap<String, T>, part: &T| parts.values().any(|one| alike(one, part));
    child.retain(|_, part| !has(old, part) || has(new, part));
    let comes = is.iter().filter(|(_, part)| has(new, part) && !has(old, part));
    child.extend(comes.map(|(name, part)| (name.clone(), part.clone())));
}
