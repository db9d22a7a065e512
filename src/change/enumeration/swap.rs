//! An enum type whose values go or change places: another takes the place of it.

use super::create;
use crate::change::swap::{Swap, User, by_text, users};
use crate::change::{Change, Direction, Finding, Ground, Phase, Statement, kind, other};
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
    super::change(&kind::ENUM_SWAP, name, &happens)
        .finds(other::stuck(ground, name))
        .finds(values.findings())
        .runs(values.statements())
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

    fn statements(&self) -> Vec<Statement> {
        let create = Statement::new(Phase::Rewrite, create(self.swap.name, self.new));
        let replaced = self.replaced();
        let using = |user: &User<'_>| by_text(&ident(&user.new.name), user.old.ty.array, &user.new.ty.sql(), &replaced);
        self.swap.statements([create], |user| Some(using(user)))
    }

    fn replaced(&self) -> Vec<(String, String)> {
        super::replaced(self.swap.ground, self.swap.name)
    }

    /// The columns that have the type, or a domain over it.
    fn holders(&self) -> Vec<User<'_>> {
        let ground = self.swap.ground;
        let (mut open, mut holders) = (vec![self.swap.name], Vec::new());
        while let Some(name) = open.pop() {
            holders.extend(users(ground, name));
            open.extend(other::above(ground, name).filter(|above| above.kind == "DOMAIN").map(|above| &above.name));
        }
        holders
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.swap.users.is_empty() && other::above(self.swap.ground, self.swap.name).next().is_none() {
            return findings;
        }
        let replaced: Vec<_> = self.replaced().into_iter().map(|(old, _)| old).collect();
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
        let counts = self.holders().into_iter().map(|user| {
            let (table, column) = self.swap.ground.was_column(user.table, &user.new.name);
            let (table, column) = (table.sql(), ident(column));
            let has = if user.old.ty.array { format!("&& ARRAY[{list}]") } else { format!("IN ({list})") };
            let cast = if user.old.ty.array { "::text[]" } else { "::text" };
            format!("(SELECT count(*) FROM {table} WHERE {column}{cast} {has})")
        });
        let counts: Vec<_> = counts.collect();
        if counts.is_empty() { finding } else { finding.count(format!("SELECT {}", counts.join(" + "))) }
    }
}

fn shown(values: &[String]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" or ")
}
