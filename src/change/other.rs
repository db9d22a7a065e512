//! What is carried along as whole statements: exclusion constraints, rules, and objects of kinds that have no file of
//! their own.

use std::collections::{BTreeMap, BTreeSet};

use super::pair::{Pair, pairs};
use super::rewrite::Depth;
use super::swap::{Apart, Swap};
use super::table::shown;
use super::{
    Change, Finding, Ground, Kind, Lock, Node, Object, Phase, Scope, Statement, composite, constraint, domain,
    enumeration, kind, lean,
};
use crate::hazard;
use crate::sql::facts::{Column, Facts, ObjectName, Other, OtherName, Piece, State, Table};
use crate::sql::ident;
use crate::sql::read::{self, Composite, Domain};
use crate::sql::token::tokens;

/// Objects, rules and exclusion constraints of both sides.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let others = pairs(&ground.old.others, &ground.new.others).filter_map(|(name, pair)| object(ground, name, pair));
    let nothing = Table::default();
    let parts = ground.tables().flat_map(|(table, pair)| match pair {
        Pair::Added(new) => Site { ground, table, is_new: true }.changes(&nothing, new),
        Pair::Kept(old, new) => Site { ground, table, is_new: false }.changes(old, new),
        Pair::Dropped(_) => Vec::new(),
    });
    others.chain(parts).collect()
}

/// How an object of both sides changes.
enum Way<'a> {
    /// Not at all.
    Same,
    /// There is only something to add.
    More(&'a [Piece]),
    /// Clause by clause.
    Domain(Domain, Domain),
    /// Attribute by attribute.
    Composite(Composite, Composite),
    /// It is dropped and made again.
    Again,
}

impl<'a> Way<'a> {
    fn between(name: &OtherName, old: &Other, new: &'a Other) -> Self {
        if old.statements == new.statements {
            return Self::Same;
        }
        if let (Some(old), Some(new)) = (read::domain(name, old), read::domain(name, new)) {
            return if old == new { Self::Same } else { Self::Domain(old, new) };
        }
        if let (Some(old), Some(new)) = (read::composite(old), read::composite(new)) {
            return if old == new { Self::Same } else { Self::Composite(old, new) };
        }
        let more = new.statements.strip_prefix(old.statements.as_slice());
        more.map_or(Self::Again, Self::More)
    }

    /// The same once it is known what is written anew: what is made of a type that gives way does so too.
    fn on(ground: &Ground<'_>, name: &OtherName, old: &Other, new: &'a Other) -> Self {
        let way = Self::between(name, old, new);
        if !matches!(way, Self::Same) || !ground.rewrites.remakes(&node(name)) {
            return way;
        }
        let domains = read::domain(name, old).zip(read::domain(name, new));
        let composites = read::composite(old).zip(read::composite(new));
        let composite = composites.map(|(old, new)| Self::Composite(old, new));
        domains.map(|(old, new)| Self::Domain(old, new)).or(composite).unwrap_or(way)
    }

    /// Whether another one takes its place, with every column that has it.
    fn is_swapped(&self) -> bool {
        match self {
            Self::Domain(old, new) => domain::is_swapped(old, new),
            Self::Composite(old, new) => composite::is_swapped(old, new),
            Self::Same | Self::More(_) | Self::Again => false,
        }
    }
}

/// The transaction in which an object of both sides is dropped and made again, if it is, and loses what hangs on it.
pub(super) fn made_again(ground: &Ground<'_>, name: &OtherName, old: &Other, new: &Other) -> Option<Scope> {
    let alone = || matches!(Way::between(name, old, new), Way::Again).then(|| together(name));
    ground.rewrites.group(&node(name)).or_else(alone)
}

/// The transaction of an object that is dropped and made again by itself.
fn together(name: &OtherName) -> Scope {
    Scope::Together(format!("object {name}"))
}

/// How deep something that it leans on must change for an object to be dropped and made again; nothing where it cannot be,
/// or has a way of its own.
pub(super) fn remade_from(name: &OtherName) -> Option<Depth> {
    match name.kind {
        "PUBLICATION" => Some(Depth::Shallow),
        "AGGREGATE" | "OPERATOR" | "CAST" | "EVENT TRIGGER" | "SERVER" | "FOREIGN TABLE" => Some(Depth::Deep),
        "STATISTICS" => Some(Depth::Whole),
        _ => None,
    }
}

/// What is carried along on both sides and dropped and made again, whatever leans on it: it changes, or others of the same
/// name take its place.
pub(super) fn replaced<'a>(old: &'a Facts, new: &'a Facts) -> impl Iterator<Item = &'a OtherName> {
    let can_be = |name: &OtherName| ["AGGREGATE", "OPERATOR", "SERVER", "FOREIGN TABLE"].contains(&name.kind);
    pairs(&old.others, &new.others).filter(move |(name, _)| can_be(name)).filter_map(|(name, pair)| {
        let is_replaced = match pair {
            Pair::Kept(old, new) => matches!(Way::between(name, old, new), Way::Again),
            Pair::Dropped(_) => new.others.keys().any(|other| node(other) == node(name)),
            Pair::Added(_) => false,
        };
        is_replaced.then_some(name)
    })
}

/// The statements that make an object.
pub(super) fn creation(_: &OtherName, other: &Other) -> Vec<String> {
    other.statements.iter().map(|piece| piece.sql.clone()).collect()
}

/// The statement that removes an object.
pub(super) fn removal(name: &OtherName, _: &Other) -> Option<String> {
    Some(drop(name))
}

fn drop(name: &OtherName) -> String {
    format!("DROP {}", name.sql())
}

/// The types that another of the same name takes the place of.
pub(super) fn swapped<'a>(old: &'a Facts, new: &'a Facts) -> impl Iterator<Item = &'a ObjectName> {
    pairs(&old.others, &new.others).filter_map(|(name, pair)| match pair {
        Pair::Kept(old, new) if Way::between(name, old, new).is_swapped() => Some(&name.name),
        Pair::Kept(..) | Pair::Added(_) | Pair::Dropped(_) => None,
    })
}

/// Domains and composite types of both sides that are made of one of these types, and are none of them.
pub(super) fn made_of<'a>(
    old: &'a Facts,
    new: &'a Facts,
    types: &BTreeSet<&'a ObjectName>,
) -> impl Iterator<Item = &'a ObjectName> {
    pairs(&old.others, &new.others).filter_map(|(name, pair)| {
        let Pair::Kept(old, new) = pair else { return None };
        let is_made = !types.contains(&name.name) && types.iter().any(|one| names(old, one));
        (is_made && is_apart(name, old) && is_apart(name, new)).then_some(&name.name)
    })
}

/// Of some types, each that is made of another one of them, with that one.
pub(super) fn bonds<'a>(
    old: &'a Facts,
    types: &BTreeSet<&'a ObjectName>,
) -> impl Iterator<Item = (&'a ObjectName, &'a ObjectName)> {
    let made = old.others.iter().filter(|(name, _)| types.contains(&name.name));
    made.flat_map(|(name, one)| {
        types.iter().filter(move |base| **base != &name.name && names(one, base)).map(move |base| (&name.name, *base))
    })
}

/// The types that give way and that one is made of.
pub(super) fn bases<'a>(ground: &Ground<'a>, name: &ObjectName) -> Vec<&'a ObjectName> {
    let made = ground.old.others.iter().filter(|(one, _)| one.name == *name);
    let types = made.flat_map(|(_, one)| &one.statements).flat_map(|piece| &piece.mentions.types);
    types.filter(|base| *base != name && ground.rewrites.remakes(&Node::Type((*base).clone()))).collect()
}

/// The domains and composite types that are made of a type and give way with it.
pub(super) fn above<'a>(ground: &Ground<'a>, name: &ObjectName) -> impl Iterator<Item = &'a OtherName> {
    let above = ground.old.others.iter().filter(|(_, one)| names(one, name)).map(|(above, _)| above);
    above.filter(|above| above.name != *name && ground.rewrites.remakes(&node(above)))
}

/// What is made of a type that gives way and cannot follow.
pub(super) fn stuck(ground: &Ground<'_>, name: &ObjectName) -> Vec<Finding> {
    let stays = |other: &OtherName| other.name != *name && ground.new.others.contains_key(other);
    let above = ground.old.others.iter().filter(|(other, one)| stays(other) && names(one, name));
    let above = above.map(|(other, _)| other).filter(|other| !ground.rewrites.remakes(&node(other)));
    let above = above.map(|other| format!("`{}` is made of it and cannot follow", other.name));
    let within =
        bases(ground, name).into_iter().filter(|base| !is_plain(ground, base) && reads_otherwise(ground, base));
    let within = within.map(|base| format!("the values of `{base}` in it cannot follow"));
    let finding = |why| Finding::new(&hazard::NEEDS_INPUT, why).remedy("give the new type another name");
    above.chain(within).map(finding).collect()
}

/// What keeps something from being dropped and made again, as it leans on it and stays where it stands.
pub(super) fn held(ground: &Ground<'_>, by: &Node) -> Vec<Finding> {
    let stays = |name: &OtherName| ground.new.others.contains_key(name) && !ground.rewrites.remakes(&node(name));
    let others = ground.old.others.iter().filter(|(name, _)| stays(name));
    let holding = others.filter(|(name, one)| node(name) != *by && all_leans(ground.old, name, one).contains(by));
    let finding = |(name, _): (&OtherName, _)| {
        let why = format!("`{}` leans on it and cannot be made again with it", name.name);
        Finding::new(&hazard::NEEDS_INPUT, why).remedy("give the new one another name")
    };
    holding.map(finding).collect()
}

/// That columns are in the order of a collation, which cannot go while they are.
fn sorting(ground: &Ground<'_>, name: &OtherName) -> Option<Finding> {
    let mut columns = ground.old.tables.iter().flat_map(|(table, one)| one.columns.iter().map(move |one| (table, one)));
    let is_this = |(table, column): &(&ObjectName, &Column)| {
        column.collation.as_ref().is_some_and(|collation| lean::home(table, collation) == name.name)
    };
    let (table, column) = (name.kind == "COLLATION").then(|| columns.find(is_this))??;
    let why = format!("`{}` is in its order", Object::part("column", table, &column.name));
    Some(Finding::new(&hazard::NEEDS_INPUT, why).remedy("give the new one another name"))
}

/// Whether values of a type that gives way, written as text, are others or none in the new one.
pub(super) fn reads_otherwise(ground: &Ground<'_>, name: &ObjectName) -> bool {
    let attributes = |facts: &Facts| {
        let composite =
            facts.others.iter().find(|(one, _)| one.name == *name).and_then(|(_, one)| read::composite(one));
        let attributes = composite.map(|composite| composite.attributes).unwrap_or_default();
        attributes.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    attributes(ground.old) != attributes(ground.new)
        || !enumeration::replaced(ground, name).is_empty()
        || bases(ground, name).into_iter().any(|base| reads_otherwise(ground, base))
}

/// Whether values of a type are no rows of others: an enum's, or those of a domain over one.
fn is_plain(ground: &Ground<'_>, name: &ObjectName) -> bool {
    let other = ground.old.others.iter().find(|(one, _)| one.name == *name);
    other.is_none_or(|(_, one)| read::composite(one).is_none())
        && bases(ground, name).into_iter().all(|base| is_plain(ground, base))
}

/// Whether something names a type.
fn names(other: &Other, name: &ObjectName) -> bool {
    other.statements.iter().any(|piece| piece.mentions.types.contains(name))
}

/// Whether another one can take its place: it is a domain or a composite type.
fn is_apart(name: &OtherName, other: &Other) -> bool {
    read::domain(name, other).is_some() || read::composite(other).is_some()
}

/// The composite types whose attributes come and go where they stand.
pub(super) fn with_other_attributes<'a>(old: &'a Facts, new: &'a Facts) -> impl Iterator<Item = &'a ObjectName> {
    pairs(&old.others, &new.others).filter_map(|(name, pair)| {
        let Pair::Kept(old, new) = pair else { return None };
        let way = Way::between(name, old, new);
        (matches!(way, Way::Composite(..)) && !way.is_swapped()).then_some(&name.name)
    })
}

/// The statement that removes a rule.
pub(super) fn drop_rule(table: &ObjectName, name: &str) -> String {
    format!("DROP RULE {} ON {}", ident(name), table.sql())
}

/// What an object is in the order.
pub(super) fn node(name: &OtherName) -> Node {
    match name.kind {
        "DOMAIN" | "TYPE" => Node::Type(name.name.clone()),
        "AGGREGATE" => Node::Function(name.name.clone()),
        "FOREIGN TABLE" => Node::Table(name.name.clone()),
        "CAST" => Node::Other("cast".to_owned(), name.rest.clone()),
        _ => Node::Other(name.kind.to_lowercase(), name.name.to_string()),
    }
}

fn object(ground: &Ground<'_>, name: &OtherName, pair: Pair<&Other>) -> Option<Change> {
    let is_remade = remade_from(name).is_some() && ground.rewrites.remakes(&node(name));
    Some(match pair {
        Pair::Added(_) if is_remade => carried(&kind::OBJECT_ADD, name, "is made"),
        Pair::Added(new) => {
            let statements = made(ground.new, name, &new.statements, Phase::Expand);
            carried(&kind::OBJECT_ADD, name, "is made").runs(statements)
        }
        Pair::Dropped(_) if is_remade => carried(&kind::OBJECT_DROP, name, "is dropped"),
        Pair::Dropped(old) => {
            carried(&kind::OBJECT_DROP, name, "is dropped").runs([removed(ground, name, old, Phase::Contract)])
        }
        Pair::Kept(old, new) => return kept(ground, name, old, new),
    })
}

fn kept(ground: &Ground<'_>, name: &OtherName, old: &Other, new: &Other) -> Option<Change> {
    let change = |happens: &str| carried(&kind::OBJECT_CHANGE, name, happens);
    let created = |phase| made(ground.new, name, &new.statements, phase);
    let way = Way::on(ground, name, old, new);
    let is_swapped = ground.rewrites.remakes(&node(name));
    let leans = || [(ground.old, old), (ground.new, new)].map(|(facts, other)| all_leans(facts, name, other));
    let swap = |noun| Swap::new(ground, noun, &name.name);
    Some(match way {
        Way::Same => return None,
        Way::More(_) | Way::Again if is_swapped => change("is dropped and made again"),
        Way::More(more) => change("changes").runs(made(ground.new, name, more, Phase::Switch)),
        Way::Again => {
            let together = together(name);
            let steps = [removed(ground, name, old, Phase::Switch)].into_iter().chain(created(Phase::Switch));
            let change = change("is dropped and made again").finds(sorting(ground, name));
            change.runs(steps.map(|statement| statement.scope(together.clone())))
        }
        Way::Domain(old, new) => {
            let apart = Apart { swap: swap("DOMAIN"), old, new, leans: leans() };
            if is_swapped {
                apart.swapped(gives_way(ground, name), created(Phase::Rewrite))
            } else {
                apart.altered(change("changes"))
            }
        }
        Way::Composite(old, new) => {
            let apart = Apart { swap: swap("TYPE"), old, new, leans: leans() };
            if is_swapped {
                apart.swapped(gives_way(ground, name), created(Phase::Rewrite))
            } else {
                apart.altered(change("changes"))
            }
        }
    })
}

/// A change by which another type takes the place of one.
fn gives_way(ground: &Ground<'_>, name: &OtherName) -> Change {
    carried(&kind::OBJECT_CHANGE, name, "gives way to another of that name").finds(stuck(ground, &name.name))
}

pub(super) fn all_leans(facts: &Facts, name: &OtherName, other: &Other) -> Vec<Node> {
    other.statements.iter().flat_map(|piece| leans(facts, name, piece)).collect()
}

fn carried(kind: &'static Kind, name: &OtherName, happens: &str) -> Change {
    let object = object_of(name);
    let summary = format!("The {} `{}` {happens}.", name.kind.to_lowercase(), object.name);
    Change::new(kind, object, summary)
}

/// What a change of something concerns that is carried along; a cast has no name but its types.
pub(super) fn object_of(name: &OtherName) -> Object {
    let nameless = ObjectName { schema: None, name: name.rest.clone() };
    Object::whole("object", if name.name.name.is_empty() { &nameless } else { &name.name })
}

fn made(facts: &Facts, name: &OtherName, statements: &[Piece], phase: Phase) -> Vec<Statement> {
    let statement = |(at, piece): (usize, &Piece)| {
        let statement = Statement::new(phase, piece.sql.clone()).needs(leans(facts, name, piece));
        // The statements of one object follow each other.
        let step = |at: usize| Node::Other("statement".to_owned(), format!("{name} {at}"));
        let statement = if at == 0 { statement } else { statement.needs([step(at - 1)]) };
        statement.makes([step(at), node(name)])
    };
    statements.iter().enumerate().map(statement).collect()
}

fn removed(ground: &Ground<'_>, name: &OtherName, old: &Other, phase: Phase) -> Statement {
    let leans = all_leans(ground.old, name, old);
    Statement::new(phase, drop(name)).frees(leans).takes([node(name)])
}

fn leans(facts: &Facts, name: &OtherName, piece: &Piece) -> Vec<Node> {
    let mut nodes = lean::mentioned(facts, &name.name, &piece.mentions);
    nodes.extend(server(name, piece));
    nodes.extend(name.name.schema.iter().map(|schema| Node::Schema(schema.clone())));
    nodes.retain(|one| *one != node(name));
    nodes
}

/// The server of a foreign table, or the wrapper of a server.
fn server(name: &OtherName, piece: &Piece) -> Option<Node> {
    let (word, kind) = match name.kind {
        "FOREIGN TABLE" => ("server", "server"),
        "SERVER" => ("wrapper", "foreign data wrapper"),
        _ => return None,
    };
    let mut tokens = tokens(&piece.sql).skip_while(|token| !token.text.eq_ignore_ascii_case(word)).skip(1);
    Some(Node::Other(kind.to_owned(), tokens.next()?.text.trim_matches('"').to_owned()))
}

/// A table with rules and exclusion constraints.
#[derive(Clone, Copy)]
struct Site<'a> {
    ground: &'a Ground<'a>,
    table: &'a ObjectName,
    is_new: bool,
}

/// What is carried along in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Exclusion,
    Rule,
}

/// Those of a table by name, each with how it is in force.
type Pieces = BTreeMap<String, (Piece, State)>;

impl Part {
    fn noun(self) -> &'static str {
        match self {
            Self::Exclusion => "exclusion constraint",
            Self::Rule => "rule",
        }
    }

    fn of(self, table: &Table) -> Pieces {
        let pieces = match self {
            Self::Exclusion => &table.exclusions,
            Self::Rule => &table.rules,
        };
        let state = |name: &str| table.states.get(name).copied().unwrap_or_default();
        pieces.iter().map(|(name, piece)| (name.clone(), (piece.clone(), state(name)))).collect()
    }
}

impl Site<'_> {
    fn changes(self, old: &Table, new: &Table) -> Vec<Change> {
        [Part::Exclusion, Part::Rule].into_iter().flat_map(|part| self.parts(part, old, new)).collect()
    }

    fn parts(self, part: Part, old: &Table, new: &Table) -> Vec<Change> {
        let change = |(name, pair): (&String, Pair<&(Piece, State)>)| match pair {
            Pair::Added(new) => {
                Some(self.named(&kind::OBJECT_ADD, part, name, "is made").runs([self.made(part, name, new)]))
            }
            Pair::Dropped(old) => Some(self.drop(part, name, old)),
            Pair::Kept(old, new) if old == new => None,
            Pair::Kept(old, new) => Some(self.change(part, name, old, new)),
        };
        pairs(&part.of(old), &part.of(new)).filter_map(change).collect()
    }

    fn named(self, kind: &'static Kind, part: Part, name: &str, happens: &str) -> Change {
        let noun = part.noun();
        let summary = format!("The {noun} `{name}` of {} {happens}.", shown(self.table));
        Change::new(kind, Object::part(noun, self.table, name), summary)
    }

    fn drop(self, part: Part, name: &str, old: &(Piece, State)) -> Change {
        let loss = match part {
            Part::Exclusion => (&hazard::INTEGRITY_LOOSENED, format!("rows that `{name}` kept apart may meet")),
            Part::Rule => (&hazard::BEHAVIOUR_CHANGE, format!("`{name}` no longer rewrites what is asked")),
        };
        let statement = self.removed(part, name, old).finds([Finding::new(loss.0, loss.1)]);
        self.named(&kind::OBJECT_DROP, part, name, "is dropped").runs([statement])
    }

    fn change(self, part: Part, name: &str, old: &(Piece, State), new: &(Piece, State)) -> Change {
        let change = self.named(&kind::OBJECT_CHANGE, part, name, "is dropped and made again");
        if self.ground.rewrites.remakes(&self.node(name)) {
            return change;
        }
        let together = Scope::Together(format!("part {}.{name}", self.table));
        let steps = [self.removed(part, name, old), self.made(part, name, new)];
        change.runs(steps.map(|statement| statement.scope(together.clone())))
    }

    fn made(self, part: Part, name: &str, (piece, state): &(Piece, State)) -> Statement {
        let sql = match part {
            Part::Exclusion => {
                constraint::add(self.table, &format!("CONSTRAINT {} {}", ident(name), piece.sql), *state)
            }
            Part::Rule => piece.sql.clone(),
        };
        let needs = lean::mentioned(self.ground.new, self.table, &piece.mentions);
        let made = |phase| Statement::new(phase, sql.clone()).needs(needs.clone()).makes([self.node(name)]);
        if self.is_new {
            return made(Phase::Expand).needs([Node::Table(self.table.clone())]);
        }
        let findings = match part {
            Part::Exclusion => vec![
                Finding::new(&hazard::LOCKS_ALL, "nobody reads or writes the table while its index is built"),
                Finding::new(&hazard::MAY_FAIL_ON_DATA, format!("it fails where rows meet that `{name}` keeps apart")),
            ],
            Part::Rule => vec![Finding::new(&hazard::BEHAVIOUR_CHANGE, format!("`{name}` rewrites what is asked"))],
        };
        made(Phase::Switch).locks(Lock::AccessExclusive, [self.table.clone()]).finds(findings)
    }

    fn removed(self, part: Part, name: &str, (piece, _): &(Piece, State)) -> Statement {
        let sql = match part {
            Part::Exclusion => constraint::drop(self.table, name),
            Part::Rule => drop_rule(self.table, name),
        };
        Statement::new(Phase::Switch, sql)
            .locks(Lock::AccessExclusive, [self.table.clone()])
            .frees(lean::mentioned(self.ground.old, self.table, &piece.mentions))
            .takes([self.node(name)])
    }

    fn node(self, name: &str) -> Node {
        Node::Part(self.table.clone(), name.to_owned())
    }
}
