//! A primary key, unique constraint or index: its statements, and what it leans on.

use std::collections::BTreeMap;

use crate::change::clause::{list, when};
use crate::change::index::{self, Build};
use crate::change::table::shown;
use crate::change::{Change, Finding, Ground, Kind, Node, Object, constraint, kind, lean, lineage, nullability};
use crate::hazard;
use crate::sql::facts::{Facts, Index, IndexKey, Key, KeyPart, ObjectName, State, Table, Unique};
use crate::sql::ident;

/// Something that has an index.
#[derive(Debug, Clone, Copy)]
pub(super) enum Keyed<'a> {
    Primary(&'a Key, State),
    Unique(&'a Unique, State),
    Index(&'a Index),
}

/// What it is called, and the kinds of its changes.
pub(super) struct Words {
    noun: &'static str,
    pub(super) add: &'static Kind,
    pub(super) drop: &'static Kind,
    pub(super) change: &'static Kind,
}

/// All of a table, by name.
pub(super) fn all(table: &Table) -> BTreeMap<&str, Keyed<'_>> {
    let state = |name: &str| table.states.get(name).copied().unwrap_or_default();
    let primary = table.primary_key.iter().map(|key| (key.name.as_str(), Keyed::Primary(key, state(&key.name))));
    let uniques = table.uniques.iter().map(|(name, unique)| (name.as_str(), Keyed::Unique(unique, state(name))));
    let indexes = table.indexes.iter().map(|(name, index)| (name.as_str(), Keyed::Index(index)));
    primary.chain(uniques).chain(indexes).collect()
}

impl<'a> Keyed<'a> {
    pub(super) fn words(self) -> Words {
        let (noun, [add, drop, change]) = match self {
            Self::Primary(..) => {
                ("primary key", [&kind::PRIMARY_KEY_ADD, &kind::PRIMARY_KEY_DROP, &kind::PRIMARY_KEY_CHANGE])
            }
            Self::Unique(..) => ("unique constraint", [&kind::UNIQUE_ADD, &kind::UNIQUE_DROP, &kind::UNIQUE_CHANGE]),
            Self::Index(_) => ("index", [&kind::INDEX_ADD, &kind::INDEX_DROP, &kind::INDEX_CHANGE]),
        };
        Words { noun, add, drop, change }
    }

    pub(super) fn change(self, kind: &'static Kind, table: &ObjectName, name: &str, happens: &str) -> Change {
        let noun = self.words().noun;
        Change::new(
            kind,
            Object::part(noun, table, name),
            format!("The {noun} `{name}` of {} {happens}.", shown(table)),
        )
    }

    pub(super) fn is_constraint(self) -> bool {
        match self {
            Self::Primary(..) | Self::Unique(..) => true,
            Self::Index(_) => false,
        }
    }

    /// Whether two are the same but for their comments.
    pub(super) fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Primary(one, state), Self::Primary(two, other)) => one == two && state == other,
            (Self::Unique(one, state), Self::Unique(two, other)) => one == two && state == other,
            (Self::Index(one), Self::Index(two)) => index::same(one, two),
            (Self::Primary(..) | Self::Unique(..) | Self::Index(_), _) => false,
        }
    }

    /// Whether a constraint of the same name can take over this one's index as it is.
    pub(super) fn becomes(self, new: Self) -> bool {
        match (self, new) {
            (Self::Index(index), Self::Primary(..) | Self::Unique(..)) => index::same(index, &new.index()),
            (Self::Primary(..) | Self::Unique(..) | Self::Index(_), _) => false,
        }
    }

    /// The index that it has.
    fn index(self) -> Index {
        let (columns, include, nulls_not_distinct) = match self {
            Self::Primary(key, _) => (&key.columns, &key.include, false),
            Self::Unique(unique, _) => (&unique.columns, &unique.include, unique.nulls_not_distinct),
            Self::Index(index) => return index.clone(),
        };
        let key = |column: &String| IndexKey {
            part: KeyPart::Column(column.clone()),
            collation: None,
            opclass: None,
            descending: false,
            nulls_first: false,
        };
        Index {
            method: "btree".to_owned(),
            keys: columns.iter().map(key).collect(),
            include: include.clone(),
            unique: true,
            nulls_not_distinct,
            ..Index::default()
        }
    }

    /// The columns that are unique together whatever the row.
    pub(super) fn unique_columns(self) -> Option<Vec<String>> {
        index::unique_columns(&self.index())
    }

    pub(super) fn build(self, table: &ObjectName, name: &str, build: Build) -> String {
        index::create(table, name, &self.index(), build)
    }

    /// The statement that takes over a built index; none where it has its place already.
    pub(super) fn attach(self, table: &ObjectName, name: &str, built: &str) -> Option<String> {
        let (words, state) = match self {
            Self::Primary(_, state) => ("PRIMARY KEY", state),
            Self::Unique(_, state) => ("UNIQUE", state),
            Self::Index(_) => return (built != name).then(|| index::rename(table, built, name)),
        };
        let definition = format!("CONSTRAINT {} {words} USING INDEX {}", ident(name), ident(built));
        Some(constraint::add(table, &definition, state))
    }

    /// The statement that adds a constraint with an index of its own.
    pub(super) fn added(self, table: &ObjectName, name: &str) -> Option<String> {
        let (definition, state) = match self {
            Self::Primary(key, state) => (constraint::primary_key(key), state),
            Self::Unique(unique, state) => (constraint::unique(name, unique), state),
            Self::Index(_) => return None,
        };
        Some(constraint::add(table, &definition, state))
    }

    pub(super) fn remove(self, table: &ObjectName, name: &str, build: Build) -> String {
        match self {
            Self::Primary(..) | Self::Unique(..) => constraint::drop(table, name),
            Self::Index(_) => index::drop(table, name, build),
        }
    }

    /// That its columns are never NULL: a primary key leans on it.
    pub(super) fn filled(self, table: &ObjectName) -> Vec<Node> {
        match self {
            Self::Primary(key, _) => key.columns.iter().map(|column| nullability::node(table, column)).collect(),
            Self::Unique(..) | Self::Index(_) => Vec::new(),
        }
    }

    /// What it leans on.
    pub(super) fn leans(self, facts: &Facts, table: &ObjectName) -> Vec<Node> {
        let index = self.index();
        let opclasses = index.keys.iter().filter_map(|key| key.opclass.as_ref());
        let extensions =
            facts.extensions.keys().filter(|_| opclasses.clone().next().is_some() || index.method != "btree");
        let extensions = extensions.map(|name| Node::Extension(name.clone()));
        let mut nodes = lean::of(table, columns(&index));
        nodes.extend(lean::leans(facts, table, index.trees()));
        nodes.extend(extensions);
        nodes.extend(self.in_parts(facts, table));
        nodes
    }

    /// The like in the parts of a table: PostgreSQL takes those that are there for its own, and makes the others.
    fn in_parts(self, facts: &Facts, table: &ObjectName) -> Vec<Node> {
        let Self::Index(index) = self else { return Vec::new() };
        let of_part = |(part, one): (&ObjectName, &Table)| {
            let like = one.indexes.iter().filter(|(_, other)| index::same(other, index));
            like.map(|(name, _)| Node::Part(part.clone(), name.clone())).collect::<Vec<_>>()
        };
        lineage::parts_of(facts, table).flat_map(of_part).collect()
    }

    /// What must wait until it is gone: columns that go with it, and whatever its expressions lean on. A plain column
    /// that stays may change its type under an index.
    pub(super) fn holds(self, ground: &Ground<'_>, table: &ObjectName) -> Vec<Node> {
        let index = self.index();
        let stays = |name: &String| ground.new.tables[table].columns.iter().any(|column| column.name == *name);
        let mut nodes = lean::of(table, columns(&index).filter(|name| !stays(name)));
        nodes.extend(lean::leans(ground.old, table, index.trees()));
        nodes
    }

    /// What is there with it.
    pub(super) fn nodes(self, table: &ObjectName, name: &str) -> Vec<Node> {
        let unique = self.unique_columns().map(|columns| lean::unique(table, &columns));
        [Node::Part(table.clone(), name.to_owned())].into_iter().chain(unique).collect()
    }

    /// What only one can be at a time.
    pub(super) fn place(self, table: &ObjectName) -> Option<Node> {
        match self {
            Self::Primary(..) => Some(Node::Other("primary key".to_owned(), table.to_string())),
            Self::Unique(..) | Self::Index(_) => None,
        }
    }

    /// That rows may not be unique.
    pub(super) fn risks(self, ground: &Ground<'_>, table: &ObjectName) -> Option<Finding> {
        let index = self.index();
        if !index.unique || is_sure(ground, table, &index) {
            return None;
        }
        let finding =
            Finding::new(&hazard::MAY_FAIL_ON_DATA, format!("it fails where rows of {} are alike", shown(table)))
                .remedy("find the rows that are alike, and mend them first");
        let old = &ground.old.tables[table];
        let known = columns(&index).all(|name| old.columns.iter().any(|column| column.name == *name));
        Some(if known && index.trees().next().is_none() { finding.count(doubles(table, &index)) } else { finding })
    }

    /// Whether its index serves every query that another's serves: the same rows, by the same keys first.
    pub(super) fn covers(self, other: Self) -> bool {
        let (own, others) = (self.index(), other.index());
        let carries = |name: &String| columns(&own).any(|column| column == name);
        let is_first = own.keys.starts_with(&others.keys) && others.include.iter().all(carries);
        is_first && own.method == others.method && own.filter == others.filter
    }

    /// How many keys its index has.
    pub(super) fn length(self) -> usize {
        self.index().keys.len()
    }

    /// What is lost with it, where an index on the new side covers it or none does.
    pub(super) fn losses(self, name: &str, covered_by: Option<&str>) -> Vec<Finding> {
        let loosened =
            Finding::new(&hazard::INTEGRITY_LOOSENED, format!("rows may be alike where `{name}` kept them apart"));
        let slow = match covered_by {
            Some(other) => format!("queries that use `{name}` turn to `{other}`, which covers it"),
            None => format!("queries that use `{name}` become slow"),
        };
        let slow = Finding::new(&hazard::INDEX_DROPPED, slow);
        let loosened = self.index().unique.then_some(loosened);
        loosened.into_iter().chain((!self.is_constraint()).then_some(slow)).collect()
    }
}

/// The columns that an index names.
fn columns(index: &Index) -> impl Iterator<Item = &String> {
    index.keys.iter().filter_map(column).chain(&index.include)
}

fn column(key: &IndexKey) -> Option<&String> {
    match &key.part {
        KeyPart::Column(name) => Some(name),
        KeyPart::Expression(_) => None,
    }
}

/// Whether rows cannot be alike, as the primary key that keeps them apart already is a part of the index.
fn is_sure(ground: &Ground<'_>, table: &ObjectName, index: &Index) -> bool {
    let [old, new] = [&ground.old.tables[table], &ground.new.tables[table]];
    let is_kept = |name: &String| {
        let type_of = |side: &Table| side.columns.iter().find(|one| one.name == *name).map(|one| one.ty.clone());
        index.keys.iter().filter_map(column).any(|key| key == name) && type_of(old) == type_of(new)
    };
    old.primary_key.as_ref().is_some_and(|key| key.columns.iter().all(is_kept))
}

/// Counts the groups of rows that are alike; NULLs make rows differ, unless the index says otherwise.
fn doubles(table: &ObjectName, index: &Index) -> String {
    let keys: Vec<_> = index.keys.iter().filter_map(column).map(ident).collect();
    let given = keys.iter().map(|key| format!("{key} IS NOT NULL")).collect::<Vec<_>>().join(" AND ");
    let given = format!(" WHERE {given}");
    let (table, filter) = (table.sql(), when(!index.nulls_not_distinct, &given));
    let keys = list(keys);
    format!("SELECT count(*) FROM (SELECT 1 FROM {table}{filter} GROUP BY {keys} HAVING count(*) > 1) AS alike")
}
