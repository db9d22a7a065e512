//! Renames as statements, in an order in which no name is taken twice.

use std::collections::BTreeMap;

use super::heirs::{self, Heirs, Leaving, Left};
use crate::change::clause::temporary;
use crate::change::lineage::apart;
use crate::change::table::shown;
use crate::change::{
    Change, Finding, Kind, Lock, Node, Object, Phase, Statement, constraint, index, kind, not_null_name,
};
use crate::hazard;
use crate::sql::facts::{Column, Facts, ObjectName, Table};
use crate::sql::read::Renames;
use crate::sql::{ident, literal, token};

/// What gets another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Role,
    Table,
    View(&'static str),
    Sequence,
    Type,
    Value,
    /// With the types of its arguments.
    Function(String),
    Column,
    /// A constraint that has an index of its name.
    Key,
    Constraint,
    Index,
    Trigger,
    Policy,
}

/// One rename.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) target: Target,
    /// What it is or, for a part, what it is a part of, under its new name.
    pub(super) object: ObjectName,
    pub(super) from: String,
    pub(super) to: String,
    /// What it was called before the migration: another name than `from` where it was set aside in between.
    was: String,
}

/// The renames of whole objects, columns and values, on a side under old names.
pub(super) fn of(renames: &Renames, heirs: Heirs<'_>, left: &Left) -> Vec<Step> {
    let old = heirs.old;
    let none = ObjectName::default();
    let roles = renames.roles.iter().map(|(from, to)| Step::new(Target::Role, &none, from, to));
    let relations = renames.tables.iter().map(|(from, to)| {
        let view = |materialized| if materialized { "MATERIALIZED VIEW" } else { "VIEW" };
        let target = old.views.get(from).map_or(Target::Table, |one| Target::View(view(one.materialized)));
        Step::new(target, to, &from.name, &to.name)
    });
    let types = renames.types.iter().map(|(from, to)| Step::new(Target::Type, to, &from.name, &to.name));
    let mut steps: Vec<_> = roles.chain(relations).chain(types).collect();
    for (name, values) in &renames.values {
        let name = renames.types.get(name).unwrap_or(name);
        steps.extend(values.iter().map(|(from, to)| Step::new(Target::Value, name, from, to)));
    }
    steps.extend(functions(renames, old));
    for (name, columns) in &renames.columns {
        let leaves = |from: &String| left.get(name).is_some_and(|left| left.contains_key(from));
        let own = columns.iter().filter(|(from, to)| !heirs.follows(&renames.columns, name, from, to) && !leaves(from));
        let name = renames.tables.get(name).unwrap_or(name);
        steps.extend(own.map(|(from, to)| Step::new(Target::Column, name, from, to)));
    }
    steps.extend(identities(renames, old));
    steps
}

/// The renames of columns that wait until their table has left the one above.
pub(super) fn after_leaving(renames: &Renames, left: &Left) -> Vec<Step> {
    let of_table = |(name, left): (&ObjectName, &BTreeMap<String, Leaving>)| {
        let name = renames.tables.get(name).unwrap_or(name);
        let late = left.iter().filter(|(_, one)| one.meanwhile != one.finally);
        let step = |(was, one): (&String, &Leaving)| Step {
            was: was.clone(),
            ..Step::new(Target::Column, name, &one.meanwhile, &one.finally)
        };
        late.map(step).collect::<Vec<_>>()
    };
    left.iter().flat_map(of_table).collect()
}

fn functions<'a>(renames: &'a Renames, old: &'a Facts) -> impl Iterator<Item = Step> + 'a {
    old.functions.keys().filter_map(|signature| {
        let to = renames.functions.get(&signature.name)?;
        let ty = |ty: &crate::sql::facts::Type| {
            let name = renames.types.get(&ty.name).unwrap_or(&ty.name).clone();
            crate::sql::facts::Type { name, ..ty.clone() }.sql()
        };
        let arguments = signature.arguments.iter().map(ty).collect::<Vec<_>>().join(", ");
        Some(Step::new(Target::Function(arguments), to, &signature.name.name, &to.name))
    })
}

/// The sequences of identity columns, whose names PostgreSQL makes of the table's and the column's.
fn identities(renames: &Renames, old: &Facts) -> Vec<Step> {
    let mut steps = Vec::new();
    for (from, table) in &old.tables {
        let to = renames.tables.get(from).unwrap_or(from);
        let columns = renames.columns.get(from);
        for column in table.columns.iter().filter(|column| column.supply.is_identity()) {
            let name = columns.and_then(|columns| columns.get(&column.name)).unwrap_or(&column.name);
            let (was, is) = (format!("{}_{}_seq", from.name, column.name), format!("{}_{name}_seq", to.name));
            if was != is && was.len() < 64 && is.len() < 64 {
                steps.push(Step::new(Target::Sequence, &to.beside(&is), &was, &is));
            }
        }
    }
    steps
}

/// The renames of sequences.
pub(super) fn sequences(renames: &BTreeMap<ObjectName, ObjectName>) -> impl Iterator<Item = Step> {
    renames.iter().map(|(from, to)| Step::new(Target::Sequence, to, &from.name, &to.name))
}

/// The renames as changes, one statement after another; late ones once their table has left the one above.
pub(super) fn changes(steps: Vec<Step>, late: Vec<Step>, renames: &Renames, old: &Facts, new: &Facts) -> Vec<Change> {
    let moves = ordered(steps);
    let not_null = not_null(renames, old, new).into_iter().zip(moves.len()..);
    let not_null: Vec<_> =
        not_null.map(|((change, statement), at)| change.runs([in_turn(CHAIN, at, statement)])).collect();
    let in_time = carried_out(moves, old, new, |at, step| in_turn(CHAIN, at, step.statement()));
    let late = carried_out(ordered(late), old, new, |at, step| in_turn("late rename", at, step.late()));
    in_time.into_iter().chain(not_null).chain(late).collect()
}

/// The name of the turns of all renames that wait for nothing but each other.
const CHAIN: &str = "rename";

fn carried_out(
    moves: Vec<Move>,
    old: &Facts,
    new: &Facts,
    statement: impl Fn(usize, &Step) -> Statement,
) -> Vec<Change> {
    let mut aside = BTreeMap::new();
    let mut changes = Vec::new();
    for (at, Move { step, is_last }) in moves.into_iter().enumerate() {
        let statement = statement(at, &step);
        if !is_last {
            aside.insert((step.space(), step.to), statement);
            continue;
        }
        let before = aside.remove(&(step.space(), step.from.clone()));
        changes.push(step.change().finds(step.untracked(old, new)).runs(before).runs([statement]));
    }
    changes
}

/// A step when its turn has come.
struct Move {
    step: Step,
    /// Whether it gives the name that stays; not where it sets something aside.
    is_last: bool,
}

/// One after another: each may lean on the names that those before it gave.
fn in_turn(chain: &str, at: usize, statement: Statement) -> Statement {
    let turn = |number: usize| Node::Other(chain.to_owned(), number.to_string());
    statement.makes([turn(at + 1)]).needs([turn(at)])
}

/// The steps in an order in which each name is free when it is given; a circle goes by way of a name of its own.
fn ordered(mut steps: Vec<Step>) -> Vec<Move> {
    steps.sort_by_key(Step::stage);
    steps.chunk_by(|one, two| one.stage() == two.stage()).flat_map(|stage| untangled(stage.to_vec())).collect()
}

fn untangled(mut open: Vec<Step>) -> Vec<Move> {
    let mut ordered = Vec::new();
    let mut held = BTreeMap::<_, usize>::new();
    open.iter().for_each(|step| *held.entry(step.place(&step.from)).or_default() += 1);
    while !open.is_empty() {
        let free = open.iter().position(|step| held.get(&step.place(&step.to)).is_none_or(|count| *count == 0));
        let gone = open[free.unwrap_or(0)].clone();
        held.entry(gone.place(&gone.from)).and_modify(|count| *count -= 1);
        match free {
            Some(at) => ordered.push(Move { step: open.remove(at), is_last: true }),
            None => {
                let aside = temporary(&gone.from, "tmp");
                *held.entry(gone.place(&aside)).or_default() += 1;
                open[0].from.clone_from(&aside);
                ordered.push(Move { step: Step { to: aside, ..gone }, is_last: false });
            }
        }
    }
    ordered
}

impl Step {
    pub(super) fn new(target: Target, object: &ObjectName, from: &str, to: &str) -> Self {
        let (from, to) = (from.to_owned(), to.to_owned());
        Self { target, object: object.clone(), was: from.clone(), from, to }
    }

    /// Whole objects come before what is called by their new names.
    const fn stage(&self) -> u8 {
        match self.target {
            Target::Role => 0,
            Target::Table | Target::View(_) | Target::Type => 1,
            Target::Sequence | Target::Value | Target::Function(_) | Target::Column => 2,
            Target::Key | Target::Constraint | Target::Index | Target::Trigger | Target::Policy => 3,
        }
    }

    /// A name, with the space in which it stands.
    fn place(&self, name: &str) -> (String, String) {
        (self.space(), name.to_owned())
    }

    /// Names in one space are never the same.
    fn space(&self) -> String {
        let schema = self.object.schema.as_deref().unwrap_or_default();
        match &self.target {
            Target::Role => "role".to_owned(),
            Target::Table | Target::View(_) | Target::Sequence | Target::Key | Target::Index => {
                format!("relation {schema}")
            }
            Target::Type => format!("type {schema}"),
            Target::Function(arguments) => format!("function {schema} {arguments}"),
            Target::Value => format!("value {}", self.object),
            Target::Column => format!("column {}", self.object),
            Target::Constraint => format!("constraint {}", self.object),
            Target::Trigger => format!("trigger {}", self.object),
            Target::Policy => format!("policy {}", self.object),
        }
    }

    fn sql(&self) -> String {
        let (object, from, to) = (self.object.sql(), ident(&self.from), ident(&self.to));
        let was = self.object.beside(&self.from).sql();
        match &self.target {
            Target::Role => format!("ALTER ROLE {from} RENAME TO {to}"),
            Target::Table => format!("ALTER TABLE {was} RENAME TO {to}"),
            Target::View(kind) => format!("ALTER {kind} {was} RENAME TO {to}"),
            // An identity's sequence may have got another name than PostgreSQL gives.
            Target::Sequence => format!("ALTER SEQUENCE IF EXISTS {was} RENAME TO {to}"),
            Target::Type => format!("ALTER TYPE {was} RENAME TO {to}"),
            Target::Value => {
                format!("ALTER TYPE {object} RENAME VALUE {} TO {}", literal(&self.from), literal(&self.to))
            }
            Target::Function(arguments) => format!("ALTER FUNCTION {was}({arguments}) RENAME TO {to}"),
            Target::Column => format!("ALTER TABLE {object} RENAME COLUMN {from} TO {to}"),
            Target::Key | Target::Constraint => constraint::rename(&self.object, &self.from, &self.to),
            Target::Index => index::rename(&self.object, &self.from, &self.to),
            Target::Trigger => format!("ALTER TRIGGER {from} ON {object} RENAME TO {to}"),
            Target::Policy => format!("ALTER POLICY {from} ON {object} RENAME TO {to}"),
        }
    }

    fn statement(&self) -> Statement {
        let phase = if self.target == Target::Role { Phase::Cluster } else { Phase::Rename };
        let statement = Statement::new(phase, self.sql());
        match self.table() {
            Some(table) => statement.locks(Lock::AccessExclusive, [table.clone()]),
            None => statement,
        }
    }

    /// The statement once the table has left the one above, before anything that names the column.
    fn late(&self) -> Statement {
        let column = || [Node::Column(self.object.clone(), self.to.clone())];
        self.statement().needs([apart(&self.object)]).frees(column()).takes(column())
    }

    /// The name that it waits for, and what the column is called until then.
    pub(super) fn meanwhile(&self) -> ((ObjectName, String), String) {
        ((self.object.clone(), self.to.clone()), self.from.clone())
    }

    fn words(&self) -> (&'static Kind, &'static str) {
        match &self.target {
            Target::Role => (&kind::ROLE_RENAME, "role"),
            Target::Table => (&kind::TABLE_RENAME, "table"),
            Target::View(_) => (&kind::VIEW_RENAME, "view"),
            Target::Sequence => (&kind::SEQUENCE_RENAME, "sequence"),
            Target::Type => (&kind::ENUM_RENAME, "type"),
            Target::Value => (&kind::ENUM_VALUE_RENAME, "value"),
            Target::Function(_) => (&kind::FUNCTION_RENAME, "function"),
            Target::Column => (&kind::COLUMN_RENAME, "column"),
            Target::Key | Target::Constraint => (&kind::CONSTRAINT_RENAME, "constraint"),
            Target::Index => (&kind::INDEX_RENAME, "index"),
            Target::Trigger => (&kind::TRIGGER_RENAME, "trigger"),
            Target::Policy => (&kind::POLICY_RENAME, "policy"),
        }
    }

    fn change(&self) -> Change {
        let (kind, word) = self.words();
        let (was, to) = (&self.was, &self.to);
        let (object, of) = match &self.target {
            Target::Role | Target::Table | Target::View(_) | Target::Sequence | Target::Type | Target::Function(_) => {
                (Object::whole(word, &self.object.beside(to)), String::new())
            }
            Target::Value
            | Target::Column
            | Target::Key
            | Target::Constraint
            | Target::Index
            | Target::Trigger
            | Target::Policy => (Object::part(word, &self.object, to), format!(" of {}", shown(&self.object))),
        };
        let happens = if was == to { "keeps its name".to_owned() } else { format!("is called `{to}`") };
        Change::new(kind, object, format!("The {word} `{was}`{of} {happens}."))
    }

    /// The table that is locked.
    fn table(&self) -> Option<&ObjectName> {
        match &self.target {
            Target::Table | Target::Column | Target::Key | Target::Constraint | Target::Trigger | Target::Policy => {
                Some(&self.object)
            }
            Target::Role
            | Target::View(_)
            | Target::Sequence
            | Target::Type
            | Target::Value
            | Target::Function(_)
            | Target::Index => None,
        }
    }

    /// The functions that go on naming what is called otherwise now.
    fn untracked(&self, old: &Facts, new: &Facts) -> Option<Finding> {
        let is_named = match &self.target {
            Target::Table | Target::View(_) | Target::Type | Target::Value | Target::Function(_) | Target::Column => {
                true
            }
            Target::Role
            | Target::Sequence
            | Target::Key
            | Target::Constraint
            | Target::Index
            | Target::Trigger
            | Target::Policy => false,
        };
        let is_this = |token: token::Token<'_>| token.text.trim_matches(['"', '\'']) == self.was;
        let names = |body: &str| body.contains(&self.was) && token::tokens(body).any(is_this);
        let stale = |body: &str| names(body) && new.functions.values().any(|function| function.body == body);
        let stale = old.functions.iter().filter(|(_, function)| !function.inline && stale(&function.body));
        let stale: Vec<_> = stale.map(|(signature, _)| format!("`{signature}`")).collect();
        let why = || format!("`{}` stands in the body of {}, which does not follow", self.was, stale.join(", "));
        let remedy = "change the function together with the name";
        (is_named && !stale.is_empty()).then(|| Finding::new(&hazard::UNTRACKED_DEPENDENCY, why()).remedy(remedy))
    }
}

impl Target {
    /// Whether its comment is kept under that kind.
    pub(super) fn is_commented_as(&self, kind: &str) -> bool {
        kind.eq_ignore_ascii_case(match self {
            Self::Key | Self::Constraint => "CONSTRAINT",
            Self::Trigger => "TRIGGER",
            Self::Policy => "POLICY",
            Self::Role
            | Self::Table
            | Self::View(_)
            | Self::Sequence
            | Self::Type
            | Self::Value
            | Self::Function(_)
            | Self::Column
            | Self::Index => return false,
        })
    }
}

/// The names of NOT NULL constraints, which do not follow those that they are made of.
fn not_null(renames: &Renames, old: &Facts, new: &Facts) -> Vec<(Change, Statement)> {
    let of_table = |(from, table): (&ObjectName, &Table)| {
        let to = renames.tables.get(from).unwrap_or(from);
        let columns = renames.columns.get(from);
        let names = |column: &Column| {
            let name = columns.and_then(|columns| columns.get(&column.name)).unwrap_or(&column.name);
            [not_null_name::of(from, &column.name), not_null_name::of(to, name)]
        };
        let own = |column: &&Column| !column.nullable && !heirs::is_inherited(old, table, &column.name);
        let names = table.columns.iter().filter(own).map(names);
        let object = Object::whole("table", to);
        let summary = format!(
            "The NOT NULL constraints of `{object}` are called after it and its columns, where they have names."
        );
        let sql = not_null_name::rename(new, to, names)?;
        Some((Change::new(&kind::CONSTRAINT_RENAME, object, summary), Statement::new(Phase::Rename, sql)))
    };
    let is_renamed = |name| renames.tables.contains_key(name) || renames.columns.contains_key(name);
    old.tables.iter().filter(|(name, _)| is_renamed(name)).filter_map(of_table).collect()
}
