//! An enum type whose values go or change places: another takes the place of it.

use std::fmt::Write;

use super::create;
use crate::change::swap::Swap;
use crate::change::{Change, Direction, Finding, Ground, Phase, Statement, kind};
use crate::hazard;
use crate::sql::facts::{EnumType, ObjectName};
use crate::sql::{ident, literal};

/// Swaps a type whose values went or changed places.
pub(super) fn swap(ground: &Ground<'_>, name: &ObjectName, old: &EnumType, new: &EnumType) -> Change {
    let values = Values { swap: Swap::new(ground, "TYPE", name), old, new };
    let lost: Vec<_> = values.lost().map(|value| format!("`{value}`")).collect();
    let happens = if lost.is_empty() {
        "has its values in another order".to_owned()
    } else {
        format!("loses {}", lost.join(", "))
    };
    super::change(&kind::ENUM_SWAP, name, &happens).finds(values.findings()).runs(values.statements())
}

struct Values<'a> {
    swap: Swap<'a>,
    old: &'a EnumType,
    new: &'a EnumType,
}

impl Values<'_> {
    fn lost(&self) -> impl Iterator<Item = &String> {
        self.old.values.iter().filter(|value| !self.new.values.contains(value))
    }

    /// Lost values and those that take their place.
    fn replaced(&self) -> impl Iterator<Item = (&String, &str)> {
        let known = |new: &&str| self.new.values.iter().any(|value| value == new);
        let hints = self.swap.ground.hints;
        self.lost().filter_map(move |value| Some((value, hints.replaced(self.swap.name, value).filter(known)?)))
    }

    fn statements(&self) -> Vec<Statement> {
        let create = Statement::new(Phase::Rewrite, create(self.swap.name, self.new));
        self.swap.statements([create], |user| Some(self.using(&ident(&user.new.name), user.old.ty.array)))
    }

    /// A value by way of its name, or of the one that takes its place.
    fn using(&self, column: &str, array: bool) -> String {
        let ty = self.swap.name.sql();
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
        if self.swap.users.is_empty() {
            return findings;
        }
        let replaced: Vec<_> = self.replaced().map(|(old, _)| old.clone()).collect();
        let (told, open): (Vec<_>, Vec<_>) = self.lost().cloned().partition(|value| replaced.contains(value));
        if !told.is_empty() {
            let why = format!("rows that have {} get another value", shown(&told));
            findings.push(self.counted(Finding::new(&hazard::CHANGES_VALUES, why), &told));
        }
        findings.extend(self.open(&open));
        findings.extend(self.swap.rewritten());
        findings
    }

    /// Values that go without another in their place.
    fn open(&self, open: &[String]) -> Vec<Finding> {
        let is_meant = |value: &&String| self.swap.ground.hints.is_dropped(self.swap.name, Some(value));
        let is_up = self.swap.ground.direction == Direction::Up;
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
        let counts = self.swap.users.iter().map(|user| {
            let (table, column) = self.swap.ground.was_column(user.table, &user.new.name);
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
