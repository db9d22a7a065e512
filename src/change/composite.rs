//! Composite types that change while columns have them: attributes come and go where they stand, and another type takes
//! the place of the old one where an attribute changes its type or its place.

use super::swap::{Apart, User, by_text};
use super::{Change, Finding, Node, Phase, Scope, Statement, domain, lean, other};
use crate::hazard;
use crate::sql::facts::EVERY;
use crate::sql::ident;
use crate::sql::read::Composite;

/// Whether nothing but another type can take the place of the old one: attributes are added at the end alone.
pub(super) fn is_swapped(old: &Composite, new: &Composite) -> bool {
    let stays = old.attributes.iter().filter(|one| new.attributes.contains(one));
    let comes = new.attributes.iter().filter(|(name, _)| !has(old, name));
    !stays.chain(comes).eq(&new.attributes)
}

fn has(composite: &Composite, name: &str) -> bool {
    composite.attributes.iter().any(|(one, _)| one == name)
}

impl Apart<'_, Composite> {
    /// Adds and drops attributes.
    pub(super) fn altered(&self, change: Change) -> Change {
        let (name, node) = (self.swap.name.sql(), Node::Type(self.swap.name.clone()));
        let [frees, needs] = &self.leans;
        let scope = self.swap.ground.rewrites.spreads(self.swap.name);
        let every = scope.as_ref().map(|_| lean::attribute(EVERY));
        let added = self.new.attributes.iter().filter(|(one, _)| !has(&self.old, one)).map(|(one, ty)| {
            let sql = format!("ALTER TYPE {name} ADD ATTRIBUTE {} {ty}", ident(one));
            let statement = Statement::new(Phase::Expand, sql).needs(needs.clone());
            let statement = statement.makes([node.clone(), lean::attribute(one)]);
            // Whatever takes all of them is made again once those that go have gone.
            if self.lost().next().is_some() { statement.frees(every.clone()) } else { statement.makes(every.clone()) }
        });
        let lost = self.lost().map(|one| {
            let sql = format!("ALTER TYPE {name} DROP ATTRIBUTE {}", ident(one));
            let statement = Statement::new(Phase::Contract, sql).scope(scope.clone().unwrap_or(Scope::Shared));
            let statement = statement.frees(frees.clone()).takes([lean::attribute(one)]).takes(every.clone());
            statement.finds([self.loss(one)])
        });
        change.runs(added).runs(lost)
    }

    /// Puts another type, which `creates` make, in its place.
    pub(super) fn swapped(&self, change: Change, creates: Vec<Statement>) -> Change {
        let change = change.runs(self.swap.statements(creates, |user| Some(self.using(user))));
        if self.swap.users.is_empty() {
            return change;
        }
        let fails = "it fails where the value of an attribute cannot be read as the new type";
        let fails = Finding::new(&hazard::MAY_FAIL_ON_DATA, fails).remedy("mend those rows first");
        let lists = self.lists().map(|user| {
            let why = format!("the values in lists of `{}.{}` cannot follow", user.table, user.new.name);
            Finding::new(&hazard::NEEDS_INPUT, why).remedy("give the type another name, and fill in a column of it")
        });
        let losses = self.lost().map(|one| self.loss(one));
        change.finds([fails]).finds(losses).finds(lists).finds(self.swap.rewritten())
    }

    fn lost(&self) -> impl Iterator<Item = &String> {
        self.old.attributes.iter().map(|(name, _)| name).filter(|name| !has(&self.new, name))
    }

    fn loss(&self, attribute: &str) -> Finding {
        Finding::new(&hazard::DELETES_DATA, format!("the values of `{attribute}` in `{}` are lost", self.swap.name))
            .remedy("stop using it in one release and drop it in the next, with a backup")
    }

    /// Columns of lists of it whose values cannot be had by way of text, as the attributes are others.
    fn lists(&self) -> impl Iterator<Item = &User<'_>> {
        let names =
            |composite: &Composite| composite.attributes.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let reads_otherwise = other::bases(self.swap.ground, self.swap.name)
            .into_iter()
            .any(|base| other::reads_otherwise(self.swap.ground, base));
        let is_alike = names(&self.old) == names(&self.new) && !reads_otherwise;
        self.swap.users.iter().filter(move |user| user.old.ty.array && !is_alike)
    }

    /// Attribute by attribute, by way of text: a cast would cut what is too long without a word.
    fn using(&self, user: &User<'_>) -> String {
        let (column, ty) = (ident(&user.new.name), user.new.ty.sql());
        if user.old.ty.array {
            return format!("{column}::text::{ty}");
        }
        let was = |name: &String| self.old.attributes.iter().find(|(one, _)| one == name);
        let value = |name: &String| was(name).map(|(_, ty)| self.value(&format!("({column}).{}", ident(name)), ty));
        let values = self.new.attributes.iter().map(|(name, _)| value(name).unwrap_or_else(|| "NULL".to_owned()));
        let values: Vec<_> = values.collect();
        let row = format!("ROW({})::text::{ty}", values.join(", "));
        format!("CASE WHEN {column} IS NOT DISTINCT FROM NULL THEN NULL ELSE {row} END")
    }

    /// The value of an attribute, or of the one that takes its place.
    fn value(&self, value: &str, ty: &str) -> String {
        let ty = domain::typed(self.swap.ground, self.swap.name, ty);
        let replaced = ty.as_ref().map(|ty| domain::replaced(self.swap.ground, &ty.name)).unwrap_or_default();
        match ty {
            Some(ty) if !replaced.is_empty() => {
                by_text(value, ty.array, if ty.array { "text[]" } else { "text" }, &replaced)
            }
            _ => value.to_owned(),
        }
    }
}
