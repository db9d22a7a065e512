//! A type that takes the place of another of the same name, in one transaction with every column that has it.

use std::fmt::Write;

use super::create;
use crate::change::clause::temporary;
use crate::change::pair::kept_tables;
use crate::change::{Change, Direction, Finding, Ground, Node, Phase, Scope, Statement, column, kind};
use crate::hazard;
use crate::sql::facts::{Column, EnumType, ObjectName};
use crate::sql::{ident, literal};

/// Swaps a type whose values went or changed places.
pub(super) fn swap(ground: &Ground<'_>, name: &ObjectName, old: &EnumType, new: &EnumType) -> Change {
    let swap = Swap { ground, name, old, new, users: users(ground, name) };
    let lost: Vec<_> = swap.lost().map(|value| format!("`{value}`")).collect();
    let happens = if lost.is_empty() {
        "has its values in another order".to_owned()
    } else {
        format!("loses {}", lost.join(", "))
    };
    super::change(&kind::ENUM_SWAP, name, &happens).finds(swap.findings()).runs(swap.statements())
}

/// A column of both sides that has the type on both.
#[derive(Clone, Copy)]
struct User<'a> {
    table: &'a ObjectName,
    old: &'a Column,
    new: &'a Column,
}

fn users<'a>(ground: &Ground<'a>, name: &ObjectName) -> Vec<User<'a>> {
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

struct Swap<'a> {
    ground: &'a Ground<'a>,
    name: &'a ObjectName,
    old: &'a EnumType,
    new: &'a EnumType,
    users: Vec<User<'a>>,
}

impl Swap<'_> {
    fn lost(&self) -> impl Iterator<Item = &String> {
        self.old.values.iter().filter(|value| !self.new.values.contains(value))
    }

    /// Lost values and those that take their place.
    fn replaced(&self) -> impl Iterator<Item = (&String, &str)> {
        let known = |new: &&str| self.new.values.iter().any(|value| value == new);
        self.lost().filter_map(move |value| Some((value, self.ground.hints.replaced(self.name, value).filter(known)?)))
    }

    fn statements(&self) -> Vec<Statement> {
        let aside = self.name.beside(&temporary(&self.name.name, "old"));
        let was = Node::Type(aside.clone());
        let left = Node::Other("left type".to_owned(), self.name.to_string());
        let this = Node::Type(self.name.clone());
        let rename = self.statement(format!("ALTER TYPE {} RENAME TO {}", self.name.sql(), ident(&aside.name)));
        let create = self.statement(create(self.name, self.new)).needs([was.clone()]).makes([this.clone()]);
        let columns = self.users.iter().map(|user| self.convert(user).makes([left.clone()]));
        let drop = self.statement(format!("DROP TYPE {}", aside.sql())).needs([left.clone(), was.clone()]);
        let ends = [rename.takes([this.clone()]).makes([was]), create];
        ends.into_iter().chain(columns).chain([drop]).collect()
    }

    fn statement(&self, sql: String) -> Statement {
        Statement::new(Phase::Rewrite, sql).scope(self.scope())
    }

    fn scope(&self) -> Scope {
        match self.users.first() {
            Some(user) => self.ground.rewrites.scope(user.table),
            None => Scope::Together(format!("rewrite {}", self.name)),
        }
    }

    /// A default is taken off and put on again, as it is a value of the old type.
    fn convert(&self, user: &User<'_>) -> Statement {
        let column = ident(&user.new.name);
        let drop = column::default(&user.old.supply).map(|_| format!("ALTER COLUMN {column} DROP DEFAULT"));
        let set = column::default(&user.new.supply).map(|value| format!("ALTER COLUMN {column} SET DEFAULT {value}"));
        let using = self.using(&column, user.old.ty.array);
        let alter = format!("ALTER COLUMN {column} TYPE {} USING {using}", user.new.ty.sql());
        let actions: Vec<_> = drop.into_iter().chain([alter]).chain(set).collect();
        let node = Node::Column(user.table.clone(), user.new.name.clone());
        Statement::alter(Phase::Rewrite, user.table, actions.join(", "))
            .scope(self.scope())
            .takes([node.clone()])
            .makes([node])
            .needs([Node::Type(self.name.clone())])
    }

    /// A value by way of its name, or of the one that takes its place.
    fn using(&self, column: &str, array: bool) -> String {
        let ty = self.name.sql();
        if array {
            let start = format!("{column}::text[]");
            let texts = self
                .replaced()
                .fold(start, |texts, (old, new)| format!("array_replace({texts}, {}, {})", literal(old), literal(new)));
            return format!("{texts}::{ty}[]");
        }
        let cases = self.replaced().fold(String::new(), |mut cases, (old, new)| {
            let _ = write!(cases, " WHEN {} THEN {}", literal(old), literal(new));
            cases
        });
        if cases.is_empty() {
            format!("{column}::text::{ty}")
        } else {
            format!("(CASE {column}::text{cases} ELSE {column}::text END)::{ty}")
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.users.is_empty() {
            return findings;
        }
        let replaced: Vec<_> = self.replaced().map(|(old, _)| old.clone()).collect();
        let (told, open): (Vec<_>, Vec<_>) = self.lost().cloned().partition(|value| replaced.contains(value));
        if !told.is_empty() {
            let why = format!("rows that have {} get another value", shown(&told));
            findings.push(self.counted(Finding::new(&hazard::CHANGES_VALUES, why), &told));
        }
        findings.extend(self.open(&open));
        for user in &self.users {
            let why = format!("every row of `{}` is written again, while nobody reads or writes", user.table);
            findings.push(Finding::new(&hazard::REWRITES_TABLE, why.clone()));
            findings.push(Finding::new(&hazard::LOCKS_ALL, why));
        }
        findings
    }

    /// Values that go without another in their place.
    fn open(&self, open: &[String]) -> Vec<Finding> {
        let is_meant = |value: &&String| self.ground.hints.is_dropped(self.name, Some(value));
        let is_up = self.ground.direction == Direction::Up;
        let (meant, asked): (Vec<_>, Vec<_>) = open.iter().partition(|value| !is_up || is_meant(value));
        let (meant, asked): (Vec<_>, Vec<_>) =
            (meant.into_iter().cloned().collect(), asked.into_iter().cloned().collect());
        let fails = (!meant.is_empty()).then(|| {
            let why = format!("it fails where a row has {}", shown(&meant));
            self.counted(Finding::new(&hazard::MAY_FAIL_ON_DATA, why).remedy("mend those rows first"), &meant)
        });
        let asks = (!asked.is_empty()).then(|| {
            let why = format!("nothing says what rows that have {} get", shown(&asked));
            let remedy =
                format!("say `replaced: {{ {}: … }}` on the enum, or `dropped:` where no row has it", asked[0]);
            self.counted(Finding::new(&hazard::NEEDS_INPUT, why).remedy(remedy), &asked)
        });
        fails.into_iter().chain(asks).collect()
    }

    /// Adds the query that counts the rows that have one of the values.
    fn counted(&self, finding: Finding, values: &[String]) -> Finding {
        let list = values.iter().map(|value| literal(value)).collect::<Vec<_>>().join(", ");
        let counts = self.users.iter().map(|user| {
            let (table, column) = self.ground.was_column(user.table, &user.new.name);
            let (table, column) = (table.sql(), ident(column));
            let has = if user.old.ty.array { format!("&& ARRAY[{list}]") } else { format!("IN ({list})") };
            let cast = if user.old.ty.array { "::text[]" } else { "::text" };
            format!("(SELECT count(*) FROM {table} WHERE {column}{cast} {has})")
        });
        finding.count(format!("SELECT {}", counts.collect::<Vec<_>>().join(" + ")))
    }
}

fn shown(values: &[String]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" or ")
}
