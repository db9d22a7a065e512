//! Columns that get another type or collation, in one transaction with all that PostgreSQL would refuse or misread.

use super::cast::{Cast, cast, depends_on_session, forgets, ignores_case, keeps_rows};
use super::table::shown;
use super::{Change, Direction, Finding, Ground, Node, Object, Phase, Statement, column, kind, lineage, supply};
use crate::hazard;
use crate::sql::facts::{Column, Index, KeyPart, ObjectName};
use crate::sql::ident;

/// Columns of both sides that change their type.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (table, old, new) in ground.kept() {
        let old = column::by_name(old);
        let mut settings = Some(settings(ground, table));
        for new in &new.columns {
            let Some(old) = old.get(new.name.as_str()) else { continue };
            if is_retyped(old, new) && !ground.rewrites.recreates(table, &new.name) {
                let needed = depends_on_session(&old.ty, &new.ty).then(|| settings.take()).flatten();
                changes.push(Retype { ground, table, old, new }.change(needed.unwrap_or_default()));
            }
        }
    }
    changes
}

/// Whether a column gets another type or collation.
pub(super) fn is_retyped(old: &Column, new: &Column) -> bool {
    old.ty != new.ty || old.collation != new.collation
}

/// Whether the new type is another one altogether, so that defaults and expressions must be read anew.
pub(super) fn is_deep(old: &Column, new: &Column) -> bool {
    old.ty.name != new.ty.name || old.ty.array != new.ty.array || old.collation != new.collation
}

#[derive(Clone, Copy)]
struct Retype<'a> {
    ground: &'a Ground<'a>,
    table: &'a ObjectName,
    old: &'a Column,
    new: &'a Column,
}

impl Retype<'_> {
    /// With the settings that the first such change of the table makes.
    fn change(self, settings: Vec<Statement>) -> Change {
        let object = Object::part("column", self.table, &self.new.name);
        let (old, new) = (column::typed(self.old), column::typed(self.new));
        let summary = format!("The column `{object}` changes its type from `{old}` to `{new}`.");
        Change::new(&kind::COLUMN_TYPE, object, summary).finds(self.findings()).runs(settings).runs([self.statement()])
    }

    fn cast(self) -> Cast {
        if self.old.ty == self.new.ty { Cast::Stay } else { cast(&self.old.ty, &self.new.ty, self.ground.new) }
    }

    fn statement(self) -> Statement {
        let node = Node::Column(self.table.clone(), self.new.name.clone());
        Statement::alter(Phase::Rewrite, self.table, self.actions().join(", "))
            .scope(self.ground.rewrites.scope(self.table))
            .needs([set(self.table)])
            .frees(column::needs(self.ground.old, self.table, self.old))
            .takes([node.clone()])
            .makes([node, supply::settled(self.table, &self.new.name)])
            .needs(column::needs(self.ground.new, self.table, self.new))
    }

    /// That rows of the table, or of one below it, are divided by the column.
    fn divides(self) -> Option<Finding> {
        let name = lineage::divided_by(self.ground.old, self.table, &self.new.name)?;
        let why = format!(
            "the rows of {} are divided by `{}`, whose type PostgreSQL cannot change then",
            shown(name),
            self.new.name
        );
        let remedy = "make a table of another name, fill it, and drop this one";
        Some(Finding::new(&hazard::NEEDS_INPUT, why).remedy(remedy))
    }

    /// A default is taken off and put on again, as PostgreSQL would refuse to convert some.
    fn actions(self) -> Vec<String> {
        let name = ident(&self.new.name);
        let is_deep = is_deep(self.old, self.new);
        let using = self.using().map_or_else(String::new, |using| format!(" USING {using}"));
        let was = column::default(&self.old.supply).filter(|_| is_deep);
        let is = column::default(&self.new.supply).filter(|_| is_deep);
        let drop = was.map(|_| format!("ALTER COLUMN {name} DROP DEFAULT"));
        let set = is.map(|value| format!("ALTER COLUMN {name} SET DEFAULT {value}"));
        let alter = format!("ALTER COLUMN {name} TYPE {}{using}", column::typed(self.new));
        drop.into_iter().chain([alter]).chain(set).collect()
    }

    /// The expression that makes new values of old ones, where PostgreSQL wants to be told. Where a cast narrows it is
    /// left out: an explicit one would cut values without a word.
    fn using(self) -> Option<String> {
        let (name, ty) = (ident(&self.new.name), self.new.ty.sql());
        if let Some(hint) = self.ground.hints.using(self.table, &self.new.name) {
            return Some(hint.to_owned());
        }
        let is_bool = |ty: &str| ty == "bool";
        match self.cast() {
            Cast::Stay | Cast::Convert | Cast::Narrow | Cast::Round => None,
            Cast::OnDemand if is_bool(&self.new.ty.name.name) && is_integer(self.old) => Some(format!("{name} <> 0")),
            Cast::OnDemand if is_bool(&self.old.ty.name.name) => Some(format!("{name}::integer::{ty}")),
            Cast::OnDemand => Some(format!("{name}::{ty}")),
            Cast::ByText if self.old.ty.array => Some(format!("{name}::text[]::{ty}")),
            Cast::ByText => Some(format!("{name}::text::{ty}")),
            Cast::Unknown if self.ground.direction == Direction::Down => Some(format!("{name}::text::{ty}")),
            Cast::Unknown => None,
        }
    }

    fn findings(self) -> Vec<Finding> {
        let mut found: Vec<_> = self.divides().into_iter().collect();
        let is_told = self.ground.hints.using(self.table, &self.new.name).is_some();
        let keeps = keeps_rows(&self.old.ty, &self.new.ty, self.cast()) && !is_told;
        if !is_told {
            found.extend([self.loss(), self.forgotten()].into_iter().flatten());
        }
        found.extend(self.meeting());
        if is_told {
            let why = format!("values of `{}` become what `using` says", self.new.name);
            found.push(Finding::new(&hazard::CHANGES_VALUES, why).count(self.count("IS NOT NULL")));
        }
        if keeps {
            let why = format!(
                "{} is locked for a moment; indexes on `{}` may be built again",
                shown(self.table),
                self.new.name
            );
            found.extend(is_deep(self.old, self.new).then(|| Finding::new(&hazard::LOCKS_ALL, why)));
        } else {
            let why = format!("every row of {} is written again, while nobody reads or writes", shown(self.table));
            found.push(Finding::new(&hazard::REWRITES_TABLE, why.clone()));
            found.push(Finding::new(&hazard::LOCKS_ALL, why));
        }
        if depends_on_session(&self.old.ty, &self.new.ty) {
            let why = "what a moment is depends on the session's time zone; the migration takes UTC".to_owned();
            found.push(Finding::new(&hazard::SESSION_DEPENDENT, why));
        }
        found
    }

    /// What becomes of values that have no place in the new type.
    fn loss(self) -> Option<Finding> {
        let name = &self.new.name;
        let fails =
            |why: &str| Finding::new(&hazard::MAY_FAIL_ON_DATA, format!("it fails where a value of `{name}` {why}"));
        match self.cast() {
            Cast::Stay | Cast::Convert => None,
            Cast::Narrow => Some(fails("does not fit").remedy("mend those rows first").count(self.misfits())),
            Cast::OnDemand | Cast::ByText => Some(
                fails("cannot be read as the new type").remedy("mend those rows first, or say `using:` on the field"),
            ),
            Cast::Round => Some(
                Finding::new(&hazard::CHANGES_VALUES, format!("values of `{name}` are rounded or cut"))
                    .remedy("keep the wider type, or accept the loss")
                    .count(self.changed()),
            ),
            Cast::Unknown if self.ground.direction == Direction::Down => Some(fails("cannot be read as the new type")),
            Cast::Unknown => Some(
                Finding::new(
                    &hazard::NEEDS_INPUT,
                    format!("PostgreSQL knows no way from the old type of `{name}` to the new one"),
                )
                .remedy("say `using:` on the field: an expression that names the column"),
            ),
        }
    }

    /// That the way back does not bring the old texts back.
    fn forgotten(self) -> Option<Finding> {
        let what = forgets(&self.old.ty, &self.new.ty, self.cast())?;
        let why = format!("`{}` loses how its values were written: {what}", self.new.name);
        let is_lost = self.ground.direction == Direction::Up;
        is_lost.then(|| Finding::new(&hazard::IRREVERSIBLE, why).count(self.count("IS NOT NULL")))
    }

    /// That values which a key kept apart may be the same afterwards.
    fn meeting(self) -> Option<Finding> {
        let name = &self.new.name;
        let why = format!("it fails where values of `{name}` that are unique differ in the case of letters alone");
        let is_unique = ignores_case(&self.old.ty, &self.new.ty) && self.is_in_key();
        is_unique.then(|| Finding::new(&hazard::MAY_FAIL_ON_DATA, why).remedy("mend those rows first"))
    }

    /// Whether a key of the new side has the column.
    fn is_in_key(self) -> bool {
        let table = &self.ground.new.tables[self.table];
        let uniques = table.uniques.values().map(|unique| &unique.columns);
        let mut keys = uniques.chain(table.primary_key.iter().map(|key| &key.columns));
        let is_plain = |index: &Index| {
            index.unique && index.keys.iter().any(|key| key.part == KeyPart::Column(self.new.name.clone()))
        };
        keys.any(|columns| columns.contains(&self.new.name)) || table.indexes.values().any(is_plain)
    }

    /// Rows whose column is so and so, before the migration.
    fn count(self, what: &str) -> String {
        let (table, column) = self.ground.was_column(self.table, &self.new.name);
        format!("SELECT count(*) FROM {} WHERE {} {what}", table.sql(), ident(column))
    }

    /// Rows that the cast changes.
    fn changed(self) -> String {
        let (_, column) = self.ground.was_column(self.table, &self.new.name);
        let (old, new) = (self.old.ty.sql(), self.new.ty.sql());
        self.count(&format!("IS DISTINCT FROM {}::{new}::{old}", ident(column)))
    }

    /// Rows whose value is too long; of numbers, which a cast refuses, all that are there.
    fn misfits(self) -> String {
        let (table, column) = self.ground.was_column(self.table, &self.new.name);
        match (self.new.ty.name.name.as_str(), self.new.ty.modifiers.first()) {
            ("varchar" | "bpchar", Some(most)) => {
                format!("SELECT count(*) FROM {} WHERE length({}::text) > {most}", table.sql(), ident(column))
            }
            _ => self.count("IS NOT NULL"),
        }
    }
}

fn is_integer(column: &Column) -> bool {
    ["int2", "int4", "int8"].contains(&column.ty.name.name.as_str())
}

/// That the settings of a rewriting transaction are made.
fn set(table: &ObjectName) -> Node {
    Node::Other("settings".to_owned(), table.to_string())
}

/// Settings under which texts and moments become each other in one way alone.
fn settings(ground: &Ground<'_>, table: &ObjectName) -> Vec<Statement> {
    let scope = ground.rewrites.scope(table);
    let node = set(table);
    ["SET LOCAL TimeZone = 'UTC'", "SET LOCAL DateStyle = 'ISO, YMD'", "SET LOCAL IntervalStyle = 'postgres'"]
        .into_iter()
        .map(|sql| Statement::new(Phase::Rewrite, sql).scope(scope.clone()).makes([node.clone()]))
        .collect()
}
