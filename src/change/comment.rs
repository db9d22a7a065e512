//! Comments, the last of all: what is made again comes without its own.

use std::collections::BTreeMap;

use super::pair::{Pair, pairs};
use super::{
    Change, Ground, Lock, Node, Object, Phase, Statement, constraint, function, index, kind, other, policy, trigger,
    view,
};
use crate::sql::facts::{Facts, ObjectName, OtherName, Signature, Table, View};
use crate::sql::{ident, literal};

/// Comments that are new, others, or gone while what they are on stays.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let tables = |at: usize| ground.tables().filter_map(move |(name, pair)| Some((name, pair.halves()[at]?)));
    let (old, new) = (all(ground.old, tables(0)), all(ground.new, tables(1)));
    let change = |(target, pair): (&Target<'_>, Pair<&&str>)| match pair {
        Pair::Kept(old, new) if old == new && !target.is_lost(ground) => None,
        Pair::Added(new) | Pair::Kept(_, new) => Some(set(ground, target, Some(new))),
        Pair::Dropped(_) => (target.is_in(ground.new) && !target.is_lost(ground)).then(|| set(ground, target, None)),
    };
    pairs(&old, &new).filter_map(change).collect()
}

/// What has a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target<'a> {
    Schema(&'a str),
    Type(&'a ObjectName),
    Function(&'a Signature),
    Sequence(&'a ObjectName),
    Relation(&'a ObjectName),
    Column(&'a ObjectName, &'a str),
    Index(&'a ObjectName, &'a str),
    /// A constraint, policy, trigger or rule, by the word of SQL.
    Part(&'static str, &'a ObjectName, &'a str),
    Other(&'a OtherName),
    /// Whatever else, as SQL names it.
    Named(&'a str),
}

type Comments<'a> = BTreeMap<Target<'a>, &'a str>;

/// Every comment of a side, of its tables those on some.
fn all<'a>(facts: &'a Facts, tables: impl Iterator<Item = (&'a ObjectName, &'a Table)>) -> Comments<'a> {
    let mut all = Comments::new();
    let mut add = |target, comment: Option<&'a String>| {
        comment.into_iter().for_each(|comment| _ = all.insert(target, comment));
    };
    facts.schemas.iter().for_each(|(name, one)| add(Target::Schema(name), one.comment.as_ref()));
    facts.enums.iter().for_each(|(name, one)| add(Target::Type(name), one.comment.as_ref()));
    facts.functions.iter().for_each(|(name, one)| add(Target::Function(name), one.comment.as_ref()));
    facts.sequences.iter().for_each(|(name, one)| add(Target::Sequence(name), one.comment.as_ref()));
    facts.others.iter().for_each(|(name, one)| add(Target::Other(name), one.comment.as_ref()));
    facts.comments.iter().for_each(|(name, comment)| add(Target::Named(name), Some(comment)));
    tables.for_each(|(name, table)| of_table(&mut all, name, table));
    facts.views.iter().for_each(|(name, view)| of_view(&mut all, name, view));
    all
}

fn of_table<'a>(all: &mut Comments<'a>, name: &'a ObjectName, table: &'a Table) {
    let mut add = |target, comment: &'a Option<String>| {
        comment.iter().for_each(|comment| _ = all.insert(target, comment));
    };
    add(Target::Relation(name), &table.comment);
    table.columns.iter().for_each(|column| add(Target::Column(name, &column.name), &column.comment));
    table.indexes.iter().for_each(|(index, one)| add(Target::Index(name, index), &one.comment));
    parts(all, name, &table.comments);
}

fn of_view<'a>(all: &mut Comments<'a>, name: &'a ObjectName, view: &'a View) {
    let mut add = |target, comment: &'a Option<String>| {
        comment.iter().for_each(|comment| _ = all.insert(target, comment));
    };
    add(Target::Relation(name), &view.comment);
    view.indexes.iter().for_each(|(index, one)| add(Target::Index(name, index), &one.comment));
    parts(all, name, &view.comments);
}

fn parts<'a>(all: &mut Comments<'a>, name: &'a ObjectName, comments: &'a BTreeMap<(&'static str, String), String>) {
    for ((kind, part), comment) in comments {
        let target = if *kind == "COLUMN" { Target::Column(name, part) } else { Target::Part(kind, name, part) };
        all.insert(target, comment);
    }
}

fn set(ground: &Ground<'_>, target: &Target<'_>, text: Option<&str>) -> Change {
    let text = text.map_or_else(|| "NULL".to_owned(), literal);
    let named = target.sql(ground.new);
    let (name, lock) = target.place();
    let statement =
        Statement::new(Phase::Switch, format!("COMMENT ON {named} IS {text}")).needs(target.nodes(ground.new));
    let statement = match lock.filter(|name| ground.old.tables.contains_key(name)) {
        Some(table) => statement.locks(Lock::ShareUpdateExclusive, [table.clone()]),
        None => statement,
    };
    let object = match target {
        Target::Column(_, part) | Target::Index(_, part) | Target::Part(_, _, part) => {
            Object::part("comment", &name, *part)
        }
        Target::Schema(_)
        | Target::Type(_)
        | Target::Function(_)
        | Target::Sequence(_)
        | Target::Relation(_)
        | Target::Other(_)
        | Target::Named(_) => Object::whole("comment", &name),
    };
    Change::new(&kind::COMMENT, object, format!("The comment on {named} changes.")).runs([statement])
}

impl Target<'_> {
    /// As SQL names it, on a side that has it.
    fn sql(self, facts: &Facts) -> String {
        match self {
            Self::Schema(name) => format!("SCHEMA {}", ident(name)),
            Self::Type(name) => format!("TYPE {}", name.sql()),
            Self::Function(signature) => facts.functions.get(signature).map_or_else(
                || format!("FUNCTION {}", function::called(signature)),
                |one| function::named(signature, one),
            ),
            Self::Sequence(name) => format!("SEQUENCE {}", name.sql()),
            Self::Relation(name) => format!("{} {}", facts.views.get(name).map_or("TABLE", view::word), name.sql()),
            Self::Column(table, name) => format!("COLUMN {}.{}", table.sql(), ident(name)),
            Self::Index(table, name) => format!("INDEX {}", table.beside(name).sql()),
            Self::Part(kind, table, name) => format!("{kind} {} ON {}", ident(name), table.sql()),
            Self::Other(name) => name.sql(),
            Self::Named(name) => name.to_owned(),
        }
    }

    /// The object it belongs to, and its table where it has one.
    fn place(&self) -> (ObjectName, Option<&ObjectName>) {
        match self {
            Self::Schema(name) | Self::Named(name) => (ObjectName { schema: None, name: (*name).to_owned() }, None),
            Self::Type(name) | Self::Sequence(name) => ((*name).clone(), None),
            Self::Function(signature) => (signature.name.clone(), None),
            Self::Other(name) => (name.name.clone(), None),
            Self::Relation(table) | Self::Column(table, _) | Self::Index(table, _) | Self::Part(_, table, _) => {
                ((*table).clone(), Some(table))
            }
        }
    }

    /// What must be there.
    fn nodes(self, facts: &Facts) -> Vec<Node> {
        match self {
            Self::Schema(name) => vec![Node::Schema(name.to_owned())],
            Self::Type(name) => vec![Node::Type(name.clone())],
            Self::Function(signature) => vec![Node::Function(signature.name.clone())],
            Self::Sequence(name) | Self::Relation(name) => vec![Node::Table(name.clone())],
            Self::Column(table, name) if facts.tables.contains_key(table) => {
                vec![Node::Column(table.clone(), name.to_owned())]
            }
            Self::Column(view, _) => vec![Node::Table(view.clone())],
            Self::Index(table, name) => vec![Node::Part(table.clone(), name.to_owned()), Node::Table(table.clone())],
            Self::Part("POLICY", table, name) => vec![Node::Policy(table.clone(), name.to_owned())],
            Self::Part("TRIGGER", table, name) => vec![Node::Trigger(table.clone(), name.to_owned())],
            Self::Part(_, table, name) => vec![Node::Part(table.clone(), name.to_owned())],
            Self::Other(name) => vec![other::node(name)],
            Self::Named(name) => {
                name.strip_prefix("ROLE ").map(|name| Node::Role(name.to_owned())).into_iter().collect()
            }
        }
    }

    /// Whether a side has it.
    fn is_in(self, facts: &Facts) -> bool {
        let is_column = |table: &Table, name: &str| table.columns.iter().any(|column| column.name == name);
        match self {
            Self::Schema(name) => facts.schemas.contains_key(name),
            Self::Type(name) => facts.enums.contains_key(name),
            Self::Function(signature) => facts.functions.contains_key(signature),
            Self::Sequence(name) => facts.sequences.contains_key(name),
            Self::Relation(name) => facts.tables.contains_key(name) || facts.views.contains_key(name),
            Self::Column(table, name) => {
                facts.tables.get(table).map_or_else(|| facts.views.contains_key(table), |table| is_column(table, name))
            }
            Self::Index(table, name) | Self::Part(_, table, name) => !definitions(facts, table, name).is_empty(),
            Self::Other(name) => facts.others.contains_key(name),
            Self::Named(name) => name.strip_prefix("ROLE ").is_none_or(|role| facts.roles.contains_key(role)),
        }
    }

    /// Whether it is on both sides, but made again on the way.
    fn is_lost(self, ground: &Ground<'_>) -> bool {
        match self {
            Self::Function(signature) => function::made_again(ground, signature).is_some(),
            Self::Relation(name) => ground.new.views.contains_key(name) && view::made_again(ground, name).is_some(),
            Self::Column(table, name) => {
                ground.rewrites.recreates(table, name)
                    || (ground.new.views.contains_key(table) && view::made_again(ground, table).is_some())
            }
            Self::Index(table, name) | Self::Part(_, table, name) => {
                self.nodes(ground.new).iter().any(|node| ground.rewrites.remakes(node))
                    || definitions(ground.old, table, name) != definitions(ground.new, table, name)
            }
            Self::Other(name) => {
                let pair = ground.old.others.get(name).zip(ground.new.others.get(name));
                pair.is_some_and(|(old, new)| other::made_again(ground, name, old, new).is_some())
            }
            Self::Type(name) => ground.rewrites.remakes(&Node::Type(name.clone())),
            Self::Schema(_) | Self::Sequence(_) | Self::Named(_) => false,
        }
    }
}

/// What is called that in a table or view, as it would be made.
fn definitions(facts: &Facts, of: &ObjectName, name: &str) -> Vec<String> {
    if let Some(view) = facts.views.get(of) {
        let index = view.indexes.get(name).map(|one| index::create(of, name, one, index::Build::Plain));
        let trigger = view.triggers.get(name).map(|one| trigger::create(of, name, one));
        return index.into_iter().chain(trigger).chain(view.rules.get(name).map(|one| one.sql.clone())).collect();
    }
    let Some(table) = facts.tables.get(of) else { return Vec::new() };
    let key = table.primary_key.iter().filter(|key| key.name == name).map(constraint::primary_key);
    let state = table.states.get(name).map(|state| state.words().collect::<Vec<_>>().join(" "));
    let foreign = table.foreign_keys.iter().filter(|key| key.name == name).map(constraint::foreign_key);
    let other = [
        table.uniques.get(name).map(|one| constraint::unique(name, one)),
        table.checks.get(name).map(|one| constraint::check(name, one)),
        table.exclusions.get(name).or_else(|| table.rules.get(name)).map(|one| one.sql.clone()),
        table.indexes.get(name).map(|one| index::create(of, name, one, index::Build::Plain)),
        table.policies.get(name).map(|one| policy::create(of, name, one)),
        table.triggers.get(name).map(|one| trigger::create(of, name, one)),
    ];
    let definitions: Vec<_> = key.chain(foreign).chain(other.into_iter().flatten()).collect();
    if definitions.is_empty() { definitions } else { definitions.into_iter().chain(state).collect() }
}
