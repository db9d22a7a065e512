//! Domains that change while columns have them: clause by clause, or by another one in the place of the old where the type
//! below it changes.

use super::cast::{Cast, cast, keeps_rows};
use super::clause::{newcomer, temporary};
use super::pair::{Pair, pairs};
use super::swap::{Apart, User, by_text};
use super::{Change, Finding, Ground, Lock, Node, Phase, Scope, Statement, column, constraint, enumeration, lean};
use crate::hazard;
use crate::sql::facts::{ObjectName, Type};
use crate::sql::ident;
use crate::sql::read::{self, Domain, DomainCheck, schema};

/// Whether nothing but another domain can take the place of the old one.
pub(super) fn is_swapped(old: &Domain, new: &Domain) -> bool {
    old.base != new.base
}

impl Apart<'_, Domain> {
    /// Changes the domain where it stands.
    pub(super) fn altered(&self, change: Change) -> Change {
        let checks = pairs(&self.old.checks, &self.new.checks).flat_map(|(name, pair)| match pair {
            Pair::Added(new) => self.added(name, new),
            Pair::Dropped(_) => vec![self.removed(name)],
            Pair::Kept(old, new) if old == new => Vec::new(),
            Pair::Kept(old, new) if old.condition == new.condition && !new.not_valid => vec![self.validated(name, new)],
            Pair::Kept(_, new) => self.replaced(name, new),
        });
        change.finds(self.supplied()).runs(self.default()).runs(self.nullability()).runs(checks)
    }

    /// Puts another domain, which `creates` make, in its place.
    pub(super) fn swapped(&self, change: Change, creates: Vec<Statement>) -> Change {
        let types = [&self.old, &self.new].map(|one| typed(self.swap.ground, self.swap.name, &one.base));
        let way = self.way(&types);
        let is_list = types[0].as_ref().is_some_and(|base| base.array);
        let replaced = types[0].as_ref().map(|base| replaced(self.swap.ground, &base.name)).unwrap_or_default();
        let using = |user: &User<'_>| match way {
            Cast::Stay | Cast::Convert | Cast::Narrow | Cast::Round => None,
            Cast::OnDemand | Cast::ByText | Cast::Unknown => {
                let is_list = is_list || user.old.ty.array;
                Some(by_text(&ident(&user.new.name), is_list, &user.new.ty.sql(), &replaced))
            }
        };
        let creates = creates.into_iter().map(|create| create.needs([self.names_free()]));
        change.finds(self.risks(way, &types)).runs(self.swap.statements(creates, using)).runs(self.checks_aside())
    }

    /// The checks of the old domain step aside with it: PostgreSQL gives those of the new one no name that is taken.
    fn checks_aside(&self) -> Vec<Statement> {
        let rename = |name: &String| {
            let action = format!("RENAME CONSTRAINT {} TO {}", ident(name), ident(temporary(name, "old")));
            self.swap.aside(&action).makes([self.names_free()])
        };
        self.old.checks.keys().map(rename).collect()
    }

    fn names_free(&self) -> Node {
        Node::Other("names of checks".to_owned(), self.swap.name.to_string())
    }

    fn way(&self, types: &[Option<Type>; 2]) -> Cast {
        match types {
            [Some(old), Some(_)] if self.swap.ground.rewrites.remakes(&column::type_node(old)) => Cast::ByText,
            [Some(old), Some(new)] if old == new => Cast::Stay,
            [Some(old), Some(new)] => cast(old, new, self.swap.ground.new),
            [None, _] | [_, None] => Cast::Unknown,
        }
    }

    fn risks(&self, way: Cast, types: &[Option<Type>; 2]) -> Vec<Finding> {
        if self.swap.users.is_empty() {
            return Vec::new();
        }
        let loss = match way {
            Cast::Stay | Cast::Convert => None,
            Cast::Round => Some(Finding::new(&hazard::CHANGES_VALUES, "values are rounded or cut")),
            Cast::Narrow | Cast::OnDemand | Cast::ByText | Cast::Unknown => {
                Some(Finding::new(&hazard::MAY_FAIL_ON_DATA, "it fails where a value has no place in the new type"))
            }
        };
        let is_held = self.new.not_null || !self.new.checks.is_empty();
        let keeps = matches!(types, [Some(old), Some(new)] if keeps_rows(old, new, way)) && !is_held;
        loss.into_iter().chain(if keeps { Vec::new() } else { self.swap.rewritten() }).collect()
    }

    fn alter(&self, phase: Phase, action: &str) -> Statement {
        Statement::new(phase, format!("ALTER DOMAIN {} {action}", self.swap.name.sql()))
    }

    fn default(&self) -> Option<Statement> {
        let [frees, needs] = self.leans.clone();
        match &self.new.default {
            is if *is == self.old.default => None,
            Some(value) => Some(self.alter(Phase::Expand, &format!("SET DEFAULT {value}")).needs(needs)),
            None => Some(self.alter(Phase::Switch, "DROP DEFAULT").frees(frees)),
        }
    }

    fn supplied(&self) -> Option<Finding> {
        let why = "inserts that leave out a column of it store another value, or none";
        (self.old.default != self.new.default).then(|| Finding::new(&hazard::BEHAVIOUR_CHANGE, why))
    }

    fn nullability(&self) -> Option<Statement> {
        match (self.old.not_null, self.new.not_null) {
            (false, true) => Some(self.looks(self.alter(Phase::Switch, "SET NOT NULL"), "is NULL", "value IS NULL")),
            (true, false) => Some(self.alter(Phase::Switch, "DROP NOT NULL")),
            (true, true) | (false, false) => None,
        }
    }

    /// A statement that reads every table that has the domain, while nobody writes.
    fn looks(&self, statement: Statement, what: &str, misfit: &str) -> Statement {
        if self.swap.users.is_empty() {
            return statement;
        }
        let tables: Vec<_> = self.swap.users.iter().map(|user| user.table.clone()).collect();
        let fails = Finding::new(&hazard::MAY_FAIL_ON_DATA, format!("it fails where a value of it {what}"));
        let locks = "nobody writes to tables that have it while they are read";
        statement.locks(Lock::Share, tables).finds([
            fails.remedy("mend those rows first").count(self.count(misfit)),
            Finding::new(&hazard::LOCKS_WRITES, locks),
        ])
    }

    /// Counts the values of it of which something is so, before the migration.
    fn count(&self, misfit: &str) -> String {
        let counts = self.swap.users.iter().filter(|user| !user.old.ty.array).map(|user| {
            let (table, column) = self.swap.ground.was_column(user.table, &user.new.name);
            let values = format!("SELECT {} AS value FROM {}", ident(column), table.sql());
            format!("(SELECT count(*) FROM ({values}) AS rows WHERE {misfit})")
        });
        format!("SELECT {}", counts.chain(["0".to_owned()]).collect::<Vec<_>>().join(" + "))
    }

    /// Adds a check without a look at the values there are, and looks at them afterwards.
    fn added(&self, name: &str, new: &DomainCheck) -> Vec<Statement> {
        let action = format!("ADD CONSTRAINT {} CHECK ({}) NOT VALID", ident(name), new.condition);
        let add = self.alter(Phase::Expand, &action).needs(self.leans[1].clone()).makes([self.part(name)]);
        [add].into_iter().chain((!new.not_valid).then(|| self.validated(name, new))).collect()
    }

    fn validated(&self, name: &str, new: &DomainCheck) -> Statement {
        let validate = self.alter(Phase::Validate, &format!("VALIDATE CONSTRAINT {}", ident(name)));
        let validate = validate.scope(Scope::Alone).needs([self.part(name)]);
        let fails = format!("does not hold to `{}`", new.condition);
        let validate = self.looks(validate, &fails, &format!("NOT ({})", new.condition));
        validate.makes([constraint::validity(self.swap.name, name)])
    }

    fn removed(&self, name: &str) -> Statement {
        let loss = Finding::new(&hazard::INTEGRITY_LOOSENED, format!("values are no longer held to `{name}`"));
        self.dropped(name).finds([loss])
    }

    fn dropped(&self, name: &str) -> Statement {
        let drop = self.alter(Phase::Switch, &format!("DROP CONSTRAINT {}", ident(name)));
        drop.frees(self.leans[0].clone()).takes([self.part(name)])
    }

    /// The new check is found to hold before the old one goes.
    fn replaced(&self, name: &str, new: &DomainCheck) -> Vec<Statement> {
        let built = newcomer(name);
        let together = Scope::Together(format!("check {}.{name}", self.swap.name));
        let rename = self.alter(Phase::Switch, &format!("RENAME CONSTRAINT {} TO {}", ident(&built), ident(name)));
        let rename = rename.scope(together.clone()).needs([self.part(&built)]).makes([self.part(name)]);
        let drop = self.dropped(name).scope(together).needs([constraint::validity(self.swap.name, &built)]);
        self.added(&built, new).into_iter().chain([drop, rename]).collect()
    }

    fn part(&self, name: &str) -> Node {
        Node::Part(self.swap.name.clone(), name.to_owned())
    }
}

/// A type that another one is made of and names in SQL, as a column has it.
pub(super) fn typed(ground: &Ground<'_>, of: &ObjectName, text: &str) -> Option<Type> {
    let (facts, unread) = schema(&format!("CREATE TABLE t (a {text})"), "public").ok()?;
    let column = facts.tables.values().next()?.columns.first()?.clone();
    let whole = lean::home(of, &column.ty.name);
    let is_here = ground.old.enums.contains_key(&whole) || ground.old.others.keys().any(|other| other.name == whole);
    let name = if is_here { whole } else { column.ty.name };
    unread.is_empty().then_some(Type { name, ..column.ty })
}

/// The values that the enum below a type loses, each with the one that takes its place.
pub(super) fn replaced(ground: &Ground<'_>, name: &ObjectName) -> Vec<(String, String)> {
    let domain = ground.old.others.iter().find(|(one, _)| one.kind == "DOMAIN" && one.name == *name);
    let below = domain.and_then(|(name, one)| typed(ground, &name.name, &read::domain(name, one)?.base));
    below.map_or_else(|| enumeration::replaced(ground, name), |below| replaced(ground, &below.name))
}
