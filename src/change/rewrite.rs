//! Tables that are written anew: which columns change their type or way of being worked out, what must go with them and
//! come again, and which tables that ties together into one transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::dependents::{self, Dependent};
use super::pair::kept_tables;
use super::{Node, Scope, column, enumeration, function, lean, other, retype};
use crate::sql::facts::{Column, EVERY, Facts, ForeignKey, ObjectName, Supply, Table};

/// What is written anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rewrites {
    /// Columns that are dropped and made again.
    recreated: BTreeSet<(ObjectName, String)>,
    /// Columns that get another type, and with it their default.
    reset: BTreeSet<(ObjectName, String)>,
    /// Tables and composite types whose columns or attributes come and go while something that takes all of them is made
    /// again.
    spread: BTreeSet<ObjectName>,
    /// What is there on both sides and is dropped and made again with a rewrite, and the table that asks for it.
    remade: BTreeMap<Node, ObjectName>,
    /// The table whose name stands for all those that one transaction rewrites.
    leaders: BTreeMap<ObjectName, ObjectName>,
}

/// How deep a change of a column goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    /// Its type gets other modifiers.
    Shallow,
    /// It gets another type: expressions over it are read anew.
    Deep,
    /// It is dropped and made again.
    Whole,
}

impl Rewrites {
    /// Finds what is written anew, on an old side under new names.
    #[must_use]
    pub fn between(old: &Facts, new: &Facts) -> Self {
        let (changed, ties) = changed(old, new);
        if changed.is_empty() {
            return Self::default();
        }
        Search { changed, ties, new }.run(old)
    }

    /// The tables on which something is written or made again.
    pub(super) fn tables(&self) -> BTreeSet<&ObjectName> {
        let columns = self.recreated.iter().chain(&self.reset).map(|(table, _)| table);
        columns.chain(self.remade.keys().filter_map(Node::table)).collect()
    }

    /// Whether a column is dropped and made again.
    #[must_use]
    pub fn recreates(&self, table: &ObjectName, column: &str) -> bool {
        self.recreated.contains(&(table.clone(), column.to_owned()))
    }

    /// Whether a column gets another type, and with it its default.
    #[must_use]
    pub fn resets(&self, table: &ObjectName, column: &str) -> bool {
        self.reset.contains(&(table.clone(), column.to_owned()))
    }

    /// Whether something that both sides have is dropped and made again with a rewrite, as the new side has it. Its own
    /// file then says what changes in it, but has no statements for it.
    #[must_use]
    pub fn remakes(&self, node: &Node) -> bool {
        self.remade.contains_key(node)
    }

    /// The transaction in which a column of a table, or an attribute of a composite type, has to go, where something that
    /// takes all of them is made again: before that they are in use, and after it they would be again.
    pub(super) fn spreads(&self, name: &ObjectName) -> Option<Scope> {
        self.spread.contains(name).then(|| self.scope(name))
    }

    /// What both sides have and is dropped and made again, with the table whose transaction it happens in.
    pub(super) fn remade(&self) -> impl Iterator<Item = (&Node, &ObjectName)> {
        self.remade.iter()
    }

    /// The transaction in which something is dropped and made again, where it is.
    #[must_use]
    pub fn group(&self, node: &Node) -> Option<Scope> {
        self.remade.get(node).map(|by| self.scope(by))
    }

    /// The transaction in which a table is rewritten.
    #[must_use]
    pub fn scope(&self, table: &ObjectName) -> Scope {
        Scope::Together(format!("rewrite {}", self.leaders.get(table).unwrap_or(table)))
    }
}

/// How deep each changed column, or other thing, changes.
type Changed = BTreeMap<Node, (Depth, ObjectName)>;

/// Tables that one transaction rewrites.
type Ties = Vec<(ObjectName, ObjectName)>;

/// What changes by itself, and the tables that an enum ties together.
fn changed(old: &Facts, new: &Facts) -> (Changed, Ties) {
    let swapped = swapped(old, new);
    let (mut changed, mut first) = (Changed::new(), BTreeMap::<&ObjectName, &ObjectName>::new());
    let mut ties = Ties::new();
    // Of a table that stays as it is, only types change that are swapped.
    let differ = |(_, was, is): &(&ObjectName, &Table, &Table)| !swapped.is_empty() || was.columns != is.columns;
    for (table, was, is) in kept_tables(old, new).filter(differ) {
        let was = column::by_name(was);
        for column in &is.columns {
            let Some(was) = was.get(column.name.as_str()) else { continue };
            let swapped = swapped.get(&column.ty.name).copied().filter(|name| was.ty.name == **name);
            if let Some(name) = swapped {
                ties.push(((*first.entry(name).or_insert(table)).clone(), table.clone()));
            }
            if let Some(depth) = depth(was, column, swapped.is_some()) {
                changed.insert(Node::Column(table.clone(), column.name.clone()), (depth, table.clone()));
            }
        }
    }
    let (spread, of_types) = spread(old, new);
    changed.extend(spread);
    ties.extend(of_types);
    let table = |name| *first.get(name).unwrap_or(&name);
    for (name, base) in other::bonds(old, &swapped) {
        ties.push((table(name).clone(), table(base).clone()));
    }
    for name in swapped {
        let table = table(name);
        changed.insert(Node::Type(name.clone()), (Depth::Deep, table.clone()));
    }
    for name in function::replaced(old, new) {
        changed.insert(Node::Function(name.clone()), (Depth::Whole, name.clone()));
    }
    for name in other::replaced(old, new) {
        changed.insert(other::node(name), (Depth::Whole, name.name.clone()));
    }
    (changed, ties)
}

/// The types that others of the same name take the place of: those that change so, and those that are made of them.
fn swapped<'a>(old: &'a Facts, new: &'a Facts) -> BTreeSet<&'a ObjectName> {
    let mut swapped: BTreeSet<_> = enumeration::swapped(old, new).chain(other::swapped(old, new)).collect();
    while !swapped.is_empty() {
        let above: Vec<_> = other::made_of(old, new, &swapped).collect();
        if above.is_empty() {
            break;
        }
        swapped.extend(above);
    }
    swapped
}

/// Tables with other columns than before, and composite types with other attributes, where something takes all of them.
fn spread(old: &Facts, new: &Facts) -> (Changed, Ties) {
    let mut spread = Changed::new();
    let has_others = |was: &Table, is: &Table| !column::by_name(was).keys().eq(column::by_name(is).keys());
    let tables = kept_tables(old, new).filter(|(_, was, is)| was.columns != is.columns && has_others(was, is));
    let mut tables = tables.map(|(name, ..)| name).peekable();
    if tables.peek().is_some() && dependents::takes_every_column(old) {
        spread.extend(tables.map(|name| (lean::every_column(name), (Depth::Shallow, name.clone()))));
    }
    let types: Vec<_> = other::with_other_attributes(old, new).collect();
    spread.extend(types.first().map(|first| (lean::attribute(EVERY), (Depth::Shallow, (*first).clone()))));
    (spread, types.windows(2).map(|two| (two[0].clone(), two[1].clone())).collect())
}

fn depth(old: &Column, new: &Column, is_swapped: bool) -> Option<Depth> {
    let is_retyped = retype::is_retyped(old, new);
    let stays = column::generated(&old.supply) == column::generated(&new.supply) && kind(old) == kind(new);
    if column::generated(&new.supply).is_some() && !(stays && !is_retyped && !is_swapped) {
        return Some(Depth::Whole);
    }
    if matches!(old.supply, Supply::Virtual(_)) && !stays {
        return Some(Depth::Whole);
    }
    let deep = is_swapped || retype::is_deep(old, new);
    (is_retyped || is_swapped).then_some(if deep { Depth::Deep } else { Depth::Shallow })
}

/// Whether it is worked out when it is read.
fn kind(column: &Column) -> bool {
    matches!(column.supply, Supply::Virtual(_))
}

struct Search<'a> {
    changed: Changed,
    ties: Ties,
    new: &'a Facts,
}

impl Search<'_> {
    /// Goes on until nothing more must be made again.
    fn run(mut self, old: &Facts) -> Rewrites {
        let mut found = Vec::new();
        let mut open: Vec<_> = dependents::around(old).collect();
        let mut far: Vec<_> = old.tables.iter().collect();
        loop {
            let near = Near::of(&self.changed);
            let (reached, rest): (Vec<_>, Vec<_>) = far.into_iter().partition(|(name, table)| near.holds(name, table));
            open.extend(reached.into_iter().flat_map(|(name, table)| dependents::of_table(old, name, table)));
            far = rest;
            let (touched, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|one| self.touches(one));
            if touched.is_empty() {
                break;
            }
            touched.iter().for_each(|one| self.take(one));
            found.extend(touched);
            open = rest;
        }
        self.tie(&found);
        self.finish(old, &found)
    }

    fn touches(&self, one: &Dependent) -> bool {
        one.leans.iter().any(|node| self.changed.get(node).is_some_and(|(depth, _)| *depth >= one.least))
    }

    /// What is made again is itself changed, for what leans on it.
    fn take(&mut self, one: &Dependent) {
        let Some(table) = self.causes(one).next().cloned() else { return };
        // What changes by itself too does so together with what it leans on, and a column with its own table.
        let by_itself = self.changed.get(&one.node).map(|(_, by)| by.clone());
        let own = one.node.table().filter(|_| is_column(&one.node)).cloned();
        self.ties.extend(own.into_iter().chain(by_itself).map(|other| (table.clone(), other)));
        self.changed.insert(one.node.clone(), (Depth::Whole, table));
    }

    /// The tables and whatever else something is made again for.
    fn causes<'b>(&'b self, one: &'b Dependent) -> impl Iterator<Item = &'b ObjectName> {
        one.leans.iter().filter_map(|node| self.changed.get(node)).map(|(_, by)| by)
    }

    /// Ties what is found, once all is, to everything that it is made again for.
    fn tie(&mut self, found: &[Dependent]) {
        let ties = found.iter().flat_map(|one| {
            let by = self.changed.get(&one.node).map(|(_, by)| by);
            by.into_iter().flat_map(|by| self.causes(one).map(move |other| (by.clone(), other.clone())))
        });
        let ties: Vec<_> = ties.filter(|(one, other)| one != other).collect();
        self.ties.extend(ties);
    }

    fn finish(self, old: &Facts, found: &[Dependent]) -> Rewrites {
        let leaders = leaders(&self.ties);
        let stays = self.staying(found);
        let remade = found.iter().map(|one| &one.node).filter(|node| stays.contains(node) && !is_column(node));
        let table = |node: &Node| self.changed.get(node).map(|(_, table)| table.clone()).unwrap_or_default();
        let is_seed = |node: &&Node| match node {
            Node::Type(_) | Node::Function(_) => true,
            Node::Other(..) | Node::Table(_) => stays.contains(node),
            Node::Role(_)
            | Node::Schema(_)
            | Node::Extension(_)
            | Node::Value(..)
            | Node::Column(..)
            | Node::Filled(..)
            | Node::Part(..)
            | Node::Unique(..)
            | Node::Trigger(..)
            | Node::Policy(..)
            | Node::Walled(_) => false,
        };
        let seeds = self.changed.keys().filter(is_seed);
        let remade = remade.chain(seeds).map(|node| (node.clone(), table(node))).collect();
        let (recreated, reset) = (self.columns(Depth::Whole), self.columns(Depth::Deep));
        Rewrites { recreated, reset, spread: self.spread(old, found), remade, leaders }
    }

    /// The tables and composite types of which something that is made again takes all columns or attributes.
    fn spread(&self, old: &Facts, found: &[Dependent]) -> BTreeSet<ObjectName> {
        let leans: BTreeSet<_> = found.iter().flat_map(|one| &one.leans).collect();
        let tables = self.changed.iter().filter(|(node, _)| matches!(node, Node::Column(_, name) if name == EVERY));
        let tables = tables.filter(|(node, _)| leans.contains(node)).map(|(_, (_, table))| table.clone());
        let types = other::with_other_attributes(old, self.new).filter(|_| leans.contains(&lean::attribute(EVERY)));
        tables.chain(types.cloned()).collect()
    }

    /// What leans on something on the new side, beside what was found to do so on the old one.
    fn staying(&self, found: &[Dependent]) -> BTreeSet<Node> {
        let tables: BTreeSet<_> = found.iter().filter_map(|one| one.node.table()).collect();
        let tables = tables.into_iter().filter_map(|name| self.new.tables.get_key_value(name));
        let of_tables = tables.flat_map(|(name, table)| dependents::of_table(self.new, name, table));
        of_tables.chain(dependents::around(self.new)).map(|one| one.node).collect()
    }

    /// The columns that change so deep.
    fn columns(&self, wanted: Depth) -> BTreeSet<(ObjectName, String)> {
        let columns = self.changed.iter().filter(|(_, (depth, _))| *depth == wanted).filter_map(|(node, _)| {
            if let Node::Column(table, column) = node { Some((table.clone(), column.clone())) } else { None }
        });
        columns.collect()
    }
}

/// Where to look for what leans on something that changes.
struct Near<'a> {
    /// Whether a type, function or view changes, which any expression may name.
    is_anywhere: bool,
    /// The columns that change, by table.
    columns: BTreeMap<&'a ObjectName, BTreeSet<&'a String>>,
}

impl<'a> Near<'a> {
    fn of(changed: &'a Changed) -> Self {
        let mut near = Self { is_anywhere: false, columns: BTreeMap::new() };
        for node in changed.keys() {
            match node {
                Node::Column(table, column) => _ = near.columns.entry(table).or_default().insert(column),
                // Nothing leans on these.
                Node::Part(..) | Node::Policy(..) | Node::Trigger(..) | Node::Filled(..) | Node::Walled(_) => {}
                Node::Role(_)
                | Node::Schema(_)
                | Node::Extension(_)
                | Node::Type(_)
                | Node::Value(..)
                | Node::Function(_)
                | Node::Table(_)
                | Node::Unique(..)
                | Node::Other(..) => near.is_anywhere = true,
            }
        }
        near
    }

    /// Whether something of a table may lean on what changes: its own columns, those that a foreign key points at, those
    /// of other tables that its expressions read.
    fn holds(&self, name: &ObjectName, table: &Table) -> bool {
        let points = |key: &ForeignKey| {
            let columns = self.columns.get(&key.target);
            columns.is_some_and(|columns| key.target_columns.iter().any(|column| columns.contains(column)))
        };
        self.is_anywhere
            || self.columns.contains_key(name)
            || table.foreign_keys.iter().any(points)
            || dependents::reads_others(table)
    }
}

fn is_column(node: &Node) -> bool {
    matches!(node, Node::Column(..))
}

/// For each table that is tied to others, the first of them all.
fn leaders(ties: &Ties) -> BTreeMap<ObjectName, ObjectName> {
    let mut leaders: BTreeMap<ObjectName, ObjectName> = BTreeMap::new();
    for (one, two) in ties {
        let of = |name: &ObjectName| leaders.get(name).unwrap_or(name).clone();
        let (one_leads, two_leads) = (of(one), of(two));
        let leader = one_leads.clone().min(two_leads.clone());
        leaders.entry(one.clone()).or_insert_with(|| one.clone());
        leaders.entry(two.clone()).or_insert_with(|| two.clone());
        for led in leaders.values_mut().filter(|led| **led == one_leads || **led == two_leads) {
            led.clone_from(&leader);
        }
    }
    leaders
}
