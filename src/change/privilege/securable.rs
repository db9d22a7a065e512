//! What has privileges, and what stands there before anybody grants or revokes anything.

use std::collections::BTreeMap;

use super::held::Privileged;
use crate::change::pair::{Pair, pairs};
use crate::change::surroundings::is_administrators;
use crate::change::{Ground, Node, Phase, Scope, Statement, function, lean, other, policy, view};
use crate::sql::facts::{Columns, Facts, Grantee, ObjectName, Privileges, Table};
use crate::sql::{ident, literal, quote};

/// An object that has privileges, on both sides or new.
#[derive(Debug)]
pub(super) struct Securable<'a> {
    pub(super) class: Class,
    pub(super) name: ObjectName,
    /// As statements name it behind `ON`.
    sql: String,
    /// What is there before; nothing, where the object is new or made again.
    pub(super) old: Option<&'a Privileges>,
    /// The same, but of one that is made again what stands on the old side.
    pub(super) was: Option<&'a Privileges>,
    pub(super) new: &'a Privileges,
    /// Whether it is new to everybody, so that no one gains or loses anything.
    pub(super) is_new: bool,
    /// Whether it belongs to whoever may change roles and not to the tables' owner.
    pub(super) is_administrators: bool,
    /// The transaction in which it is dropped and made again, and comes by its privileges again.
    pub(super) again: Option<Scope>,
    /// The transaction of what its privileges cannot be parted from, where there is one.
    pub(super) with: Option<Scope>,
    node: Option<Node>,
    wall: Wall,
    /// The columns of the old side.
    pub(super) columns: Vec<&'a String>,
}

/// What becomes of row security on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wall {
    Stays,
    Comes,
    Falls,
}

impl Wall {
    fn between(old: Option<&Table>, new: &Table) -> Self {
        let has = |table: &Table| (table.row_security, table.forced);
        let (old, new) = (old.map_or((false, false), has), has(new));
        if (new.0 && !old.0) || (new.1 && !old.1) {
            Self::Comes
        } else if new < old {
            Self::Falls
        } else {
            Self::Stays
        }
    }
}

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Database,
    Schema,
    Table,
    Sequence,
    Function,
    Type,
    Other,
}

impl Class {
    /// Every privilege there is on it, where that is known.
    pub(super) const fn all(self) -> &'static [&'static str] {
        match self {
            Self::Database => &["connect", "create", "temporary"],
            Self::Schema => &["create", "usage"],
            Self::Table => &["delete", "insert", "references", "select", "trigger", "truncate", "update"],
            Self::Sequence => &["select", "update", "usage"],
            Self::Function => &["execute"],
            Self::Type | Self::Other => &["usage"],
        }
    }

    /// What everybody may do with a new one.
    pub(super) const fn of_everybody(self) -> &'static [&'static str] {
        match self {
            Self::Database => &["connect", "temporary"],
            Self::Function => &["execute"],
            Self::Type => &["usage"],
            Self::Schema | Self::Table | Self::Sequence | Self::Other => &[],
        }
    }
}

/// Everything that has privileges on the new side.
pub(super) fn securables<'a>(ground: &'a Ground<'_>) -> Vec<Securable<'a>> {
    let mut all = surroundings(ground.old, ground.new);
    all.extend(types(ground));
    all.extend(functions(ground));
    all.extend(relations(ground));
    all
}

/// What is held where nobody has said anything.
static NOTHING: Privileges = Privileges(BTreeMap::new());

/// The database and its schemas. A schema that nobody makes here stands on both sides.
fn surroundings<'a>(old: &'a Facts, new: &'a Facts) -> Vec<Securable<'a>> {
    let database = Securable {
        class: Class::Database,
        name: ObjectName { schema: None, name: "the database".to_owned() },
        sql: "DATABASE".to_owned(),
        old: Some(&old.database),
        was: Some(&old.database),
        new: &new.database,
        is_new: false,
        is_administrators: true,
        again: None,
        with: None,
        node: None,
        wall: Wall::Stays,
        columns: Vec::new(),
    };
    let schemas = pairs(&old.schemas, &new.schemas).filter_map(|(name, pair)| {
        let object = ObjectName { schema: None, name: name.clone() };
        let sql = format!("SCHEMA {}", ident(name));
        let is_administrators = match pair {
            Pair::Added(one) | Pair::Dropped(one) => is_administrators(one),
            Pair::Kept(old, new) => is_administrators(old) || is_administrators(new),
        };
        let stands = matches!(pair, Pair::Added(one) | Pair::Dropped(one) if !one.is_made);
        let privileges = match map(pair, |schema| &schema.privileges) {
            Pair::Added(new) if stands => Pair::Kept(&NOTHING, new),
            Pair::Dropped(old) if stands => Pair::Kept(old, &NOTHING),
            other => other,
        };
        let one = one(Class::Schema, &object, sql, node_of(name), privileges)?;
        Some(Securable { is_administrators, ..one })
    });
    [database].into_iter().chain(schemas).collect()
}

fn node_of(schema: &str) -> Node {
    Node::Schema(schema.to_owned())
}

fn types<'a>(ground: &'a Ground<'_>) -> impl Iterator<Item = Securable<'a>> {
    let enums = pairs(&ground.old.enums, &ground.new.enums).filter_map(|(name, pair)| {
        let (sql, node) = (format!("TYPE {}", name.sql()), Node::Type(name.clone()));
        let again = ground.rewrites.group(&node);
        one(Class::Type, name, sql, node, map(pair, |one| &one.privileges)).map(|one| one.again(again))
    });
    let others = pairs(&ground.old.others, &ground.new.others).filter_map(|(name, pair)| {
        let class = match name.kind {
            "DOMAIN" | "TYPE" => Class::Type,
            "AGGREGATE" => Class::Function,
            _ => Class::Other,
        };
        // Privileges know fewer kinds than objects are of.
        let sql = match name.kind {
            "DOMAIN" | "TYPE" => format!("TYPE {}", name.name.sql()),
            "FOREIGN TABLE" => format!("TABLE {}", name.name.sql()),
            "SERVER" => format!("FOREIGN {}", name.sql()),
            "AGGREGATE" => format!("FUNCTION {}{}", name.name.sql(), name.rest.replace('*', "")),
            _ => name.sql(),
        };
        let again = match pair {
            Pair::Kept(old, new) => other::made_again(ground, name, old, new),
            Pair::Added(_) | Pair::Dropped(_) => None,
        };
        let one = one(class, &name.name, sql, other::node(name), map(pair, |one| &one.privileges));
        one.map(|one| one.again(again))
    });
    enums.chain(others)
}

fn functions<'a>(ground: &'a Ground<'_>) -> impl Iterator<Item = Securable<'a>> {
    pairs(&ground.old.functions, &ground.new.functions).filter_map(|(signature, pair)| {
        let (Pair::Added(new) | Pair::Kept(_, new)) = pair else { return None };
        let (sql, node) = (function::named(signature, new), Node::Function(signature.name.clone()));
        let one = one(Class::Function, &signature.name, sql, node, map(pair, |one| &one.privileges));
        one.map(|one| one.again(function::made_again(ground, signature)))
    })
}

fn relations<'a>(ground: &'a Ground<'_>) -> impl Iterator<Item = Securable<'a>> {
    let of = |class, word: &str, name: &ObjectName, pair| {
        one(class, name, format!("{word} {}", name.sql()), Node::Table(name.clone()), pair)
    };
    let tables = ground.tables().filter_map(move |(name, pair)| {
        let columns = ground.old.tables.get(name).into_iter().flat_map(|table| &table.columns);
        let columns = columns.map(|column| &column.name).collect();
        let one = of(Class::Table, "TABLE", name, map(pair, |one| &one.privileges))?;
        let wall = Wall::between(ground.old.tables.get(name), ground.new.tables.get(name)?);
        Some(Securable { columns, wall, with: ground.rewrites.spreads(name), ..one })
    });
    let views = pairs(&ground.old.views, &ground.new.views).filter_map(move |(name, pair)| {
        let one = of(Class::Table, "TABLE", name, map(pair, |one| &one.privileges));
        one.map(|one| one.again(view::made_again(ground, name)))
    });
    let sequences = pairs(&ground.old.sequences, &ground.new.sequences)
        .filter_map(move |(name, pair)| of(Class::Sequence, "SEQUENCE", name, map(pair, |one| &one.privileges)));
    tables.chain(views).chain(sequences)
}

fn map<T, U>(pair: Pair<&T>, of: impl Fn(&T) -> &U) -> Pair<&U> {
    match pair {
        Pair::Added(new) => Pair::Added(of(new)),
        Pair::Dropped(old) => Pair::Dropped(of(old)),
        Pair::Kept(old, new) => Pair::Kept(of(old), of(new)),
    }
}

fn one<'a>(
    class: Class,
    name: &ObjectName,
    sql: String,
    node: Node,
    pair: Pair<&'a Privileges>,
) -> Option<Securable<'a>> {
    let (old, new) = match pair {
        Pair::Added(new) => (None, new),
        Pair::Kept(old, new) => (Some(old), new),
        Pair::Dropped(_) => return None,
    };
    let (name, is_new, node, columns) = (name.clone(), old.is_none(), Some(node), Vec::new());
    let (was, wall) = (old, Wall::Stays);
    Some(Securable {
        class,
        name,
        sql,
        old,
        was,
        new,
        is_new,
        is_administrators: false,
        again: None,
        with: None,
        node,
        wall,
        columns,
    })
}

impl Securable<'_> {
    /// As one that loses its privileges on the way, where that is so.
    fn again(self, again: Option<Scope>) -> Self {
        if again.is_some() && !self.is_new { Self { old: None, again, ..self } } else { self }
    }

    /// In a sentence.
    pub(super) fn shown(&self) -> String {
        match self.class {
            Class::Database => self.name.to_string(),
            Class::Schema | Class::Table | Class::Sequence | Class::Function | Class::Type | Class::Other => {
                format!("`{}`", crate::change::Object::whole("table", &self.name))
            }
        }
    }

    /// A statement between whose halves the object stands.
    pub(super) fn statement(&self, [before, after]: [&str; 2], phase: Phase) -> Statement {
        if self.class == Class::Database {
            return Statement::new(phase, on_database(before, after));
        }
        Statement::new(phase, format!("{before} {}{after}", self.sql))
    }

    /// What must be there for a privilege, or is free once it is taken.
    pub(super) fn nodes(&self, grantee: &Grantee, privileges: &Privileged) -> Vec<Node> {
        let columns = privileges.values().flat_map(|columns| match columns {
            Columns::All => Vec::new(),
            Columns::Only(columns) => lean::of(&self.name, columns),
        });
        columns.chain(lean::role(grantee)).chain(self.node.clone()).collect()
    }

    /// What must be so before anybody is granted anything: row security holds, and no policy narrows any more.
    pub(super) fn before_gains(&self) -> Vec<Node> {
        match self.wall {
            Wall::Stays => vec![policy::narrowed(&self.name)],
            Wall::Comes => vec![policy::narrowed(&self.name), Node::Walled(self.name.clone())],
            Wall::Falls => Vec::new(),
        }
    }

    /// What must wait until something is taken: that row security no longer holds.
    pub(super) fn after_losses(&self) -> Option<Node> {
        match self.wall {
            Wall::Stays | Wall::Comes => None,
            Wall::Falls => Some(Node::Walled(self.name.clone())),
        }
    }

    /// What a role holds: it is taken before it is given.
    pub(super) fn held(&self, grantee: &Grantee) -> Node {
        Node::Other("privileges".to_owned(), format!("{} {grantee}", self.sql))
    }
}

/// A statement about the database it runs in, which has no word for it.
fn on_database(before: &str, after: &str) -> String {
    let text = format!("{} DATABASE %I{}", before.replace('%', "%%"), after.replace('%', "%%"));
    let body = format!("BEGIN\n    EXECUTE pg_catalog.format({}, pg_catalog.current_database());\nEND", literal(&text));
    let quote = quote::dollar_quote("crmgen", [body.as_str()]);
    format!("DO {quote}\n{body}\n{quote}")
}
