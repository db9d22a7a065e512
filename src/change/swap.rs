//! A type that takes the place of another of the same name, in one transaction with every column that has it: the old
//! one steps aside, and goes when no column has it any more.

use super::clause::temporary;
use super::pair::kept_tables;
use super::table::shown;
use super::{Finding, Ground, Node, Phase, Scope, Statement, column, other};
use crate::hazard;
use crate::sql::facts::{Column, ObjectName};
use crate::sql::{ident, literal};

/// A column of both sides that has the type on both.
#[derive(Clone, Copy)]
pub(super) struct User<'a> {
    /// Its table.
    pub(super) table: &'a ObjectName,
    /// The column before.
    pub(super) old: &'a Column,
    /// The column afterwards.
    pub(super) new: &'a Column,
}

/// A type that gives way, and the columns that have it.
pub(super) struct Swap<'a> {
    /// The two sides.
    pub(super) ground: &'a Ground<'a>,
    /// The type.
    pub(super) name: &'a ObjectName,
    /// What it is, in SQL: `TYPE`, `DOMAIN`.
    pub(super) noun: &'static str,
    /// The columns.
    pub(super) users: Vec<User<'a>>,
}

/// A type of both sides, taken apart. How it changes where it stands, and what another in its place means for values, has
/// a file for each kind of type.
pub(super) struct Apart<'a, T> {
    /// The columns that have it.
    pub(super) swap: Swap<'a>,
    /// What it is on the old side.
    pub(super) old: T,
    /// What it is on the new side.
    pub(super) new: T,
    /// What its parts lean on: on the old side, and on the new one.
    pub(super) leans: [Vec<Node>; 2],
}

impl<'a> Swap<'a> {
    /// Of a type, with every column that has it.
    pub(super) fn new(ground: &'a Ground<'a>, noun: &'static str, name: &'a ObjectName) -> Self {
        Self { ground, name, noun, users: users(ground, name) }
    }

    /// The statements: `creates` make the new type, and `using` says how a column's values become its, where PostgreSQL
    /// does not know by itself.
    pub(super) fn statements(
        &self,
        creates: impl IntoIterator<Item = Statement>,
        using: impl Fn(&User<'_>) -> Option<String>,
    ) -> Vec<Statement> {
        let (name, noun) = (self.name.sql(), self.noun);
        let aside = self.old_name();
        let [was, this] = [Node::Type(aside.clone()), Node::Type(self.name.clone())];
        let rename = self.statement(format!("ALTER {noun} {name} RENAME TO {}", ident(&aside.name)));
        let creates = creates.into_iter().map(|create| create.scope(self.scope()).needs([was.clone()]));
        let creates = creates.map(|create| create.makes([this.clone()]));
        let columns = self.users.iter().map(|user| self.convert(user, using(user)).makes([left(self.name)]));
        let bases = other::bases(self.ground, self.name).into_iter().map(left);
        let drop = self.statement(format!("DROP {noun} {}", aside.sql()));
        let drop = drop.needs([left(self.name), was.clone()]).makes(bases);
        let rename = rename.takes([this.clone()]).makes([was.clone()]);
        [rename].into_iter().chain(creates).chain(columns).chain([drop]).collect()
    }

    /// A statement that alters the old type once it has stepped aside.
    pub(super) fn aside(&self, action: &str) -> Statement {
        let name = self.old_name();
        self.statement(format!("ALTER {} {} {action}", self.noun, name.sql())).needs([Node::Type(name)])
    }

    fn old_name(&self) -> ObjectName {
        self.name.beside(&temporary(&self.name.name, "old"))
    }

    /// That the tables of its columns are written anew.
    pub(super) fn rewritten(&self) -> Vec<Finding> {
        let findings = self.users.iter().flat_map(|user| {
            let why = format!("every row of {} is written again, while nobody reads or writes", shown(user.table));
            [Finding::new(&hazard::REWRITES_TABLE, why.clone()), Finding::new(&hazard::LOCKS_ALL, why)]
        });
        findings.collect()
    }

    fn statement(&self, sql: String) -> Statement {
        Statement::new(Phase::Rewrite, sql).scope(self.scope())
    }

    fn scope(&self) -> Scope {
        match self.users.first() {
            Some(user) => self.ground.rewrites.scope(user.table),
            None => self.ground.rewrites.scope(self.name),
        }
    }

    /// A default is taken off and put on again, as it is a value of the old type.
    fn convert(&self, user: &User<'_>, using: Option<String>) -> Statement {
        let column = ident(&user.new.name);
        let drop = column::default(&user.old.supply).map(|_| format!("ALTER COLUMN {column} DROP DEFAULT"));
        let set = column::default(&user.new.supply).map(|value| format!("ALTER COLUMN {column} SET DEFAULT {value}"));
        let using = using.map_or_else(String::new, |using| format!(" USING {using}"));
        let alter = format!("ALTER COLUMN {column} TYPE {}{using}", user.new.ty.sql());
        let actions: Vec<_> = drop.into_iter().chain([alter]).chain(set).collect();
        let node = Node::Column(user.table.clone(), user.new.name.clone());
        Statement::alter(Phase::Rewrite, user.table, actions.join(", "))
            .scope(self.scope())
            .takes([node.clone()])
            .makes([node])
            .needs([Node::Type(self.name.clone())])
    }
}

/// That nothing has the old one of a type any more.
fn left(name: &ObjectName) -> Node {
    Node::Other("left type".to_owned(), name.to_string())
}

/// A value, or a list, as one of another type, by way of its text or of the one that takes its place.
pub(super) fn by_text(value: &str, is_list: bool, ty: &str, replaced: &[(String, String)]) -> String {
    if is_list {
        let texts = replaced.iter().fold(format!("{value}::text[]"), |texts, (old, new)| {
            format!("array_replace({texts}, {}, {})", literal(old), literal(new))
        });
        return format!("{texts}::{ty}");
    }
    let case = |(old, new): &(String, String)| format!(" WHEN {} THEN {}", literal(old), literal(new));
    let cases: String = replaced.iter().map(case).collect();
    if cases.is_empty() {
        format!("{value}::text::{ty}")
    } else {
        format!("(CASE {value}::text{cases} ELSE {value}::text END)::{ty}")
    }
}

/// The columns of both sides that have a type on both.
pub(super) fn users<'a>(ground: &Ground<'a>, name: &ObjectName) -> Vec<User<'a>> {
    let mut users = Vec::new();
    for (table, old, new) in kept_tables(ground.old, ground.new) {
        let was = column::by_name(old);
        let has = |column: &Column| column.ty.name == *name;
        users.extend(new.columns.iter().filter(|column| has(column)).filter_map(|new| {
            let old = was.get(new.name.as_str()).copied().filter(|old| has(old))?;
            let stays = !ground.rewrites.recreates(table, &new.name);
            stays.then_some(User { table, old, new })
        }));
    }
    users
}
