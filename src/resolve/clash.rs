//! Names that meet: in PostgreSQL's shared name spaces, in an entity that two relations lead to, in a target.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, codes};
use crate::model::{Entity, EntityId, Model, NameStyle, Relation};
use crate::naming;
use crate::source::Span;

/// Names of one name space, with where each comes from.
struct Space {
    code: &'static Code,
    /// ` in Rust`, or nothing where the place goes without saying.
    whose: &'static str,
    taken: BTreeMap<String, (String, Span)>,
}

impl Space {
    fn new(code: &'static Code) -> Self {
        Self { code, whose: "", taken: BTreeMap::new() }
    }

    fn of_target(whose: &'static str) -> Self {
        Self { whose, ..Self::new(&codes::TARGET_CLASH) }
    }

    /// Takes a name for a thing, or reports the thing that has it.
    fn take(&mut self, name: &str, thing: String, span: Span, help: &str, faults: &mut Diagnostics) {
        match self.taken.get(name) {
            Some((other, first)) => {
                let fault =
                    Diagnostic::error(self.code, format!("{thing} and {other} are both called `{name}`{}", self.whose));
                faults.push(fault.at(span, "this one").at(*first, "and this one").help(help));
            }
            None => {
                self.taken.insert(name.to_owned(), (thing, span));
            }
        }
    }
}

/// Reports every clash.
pub fn report(model: &Model, faults: &mut Diagnostics) {
    relations(model, faults);
    for ((_, entity), inbound) in model.entities().zip(model.relations_by_target()) {
        constraints(entity, faults);
        inverses(model, entity, &inbound, faults);
        members(model, entity, faults);
    }
    types(model, faults);
    relation_names(model, faults);
}

const NAME_IT: &str = "give one of the two a `name:` of its own";
const RENAME: &str = "rename one of the two";
const PRISMA: &str = "give one of the two another name under `prisma:`";
const INVERSE: &str = "give the relation an `inverse:` of its own";

/// Tables, indexes and the indexes of keys share one name space in a database schema; every table is a type as well,
/// beside the enums.
fn relations(model: &Model, faults: &mut Diagnostics) {
    let mut space = Space::new(&codes::DERIVED_CLASH);
    for (_, entity) in model.entities() {
        space.take(entity.name.as_str(), format!("the entity `{}`", entity.name), entity.span, RENAME, faults);
    }
    let mut types = Space { taken: space.taken.clone(), ..Space::new(&codes::DERIVED_CLASH) };
    for one in &model.enums {
        types.take(one.name.as_str(), format!("the enum `{}`", one.name), one.span, RENAME, faults);
    }
    for (_, entity) in model.managed() {
        let key = &entity.primary_key.name;
        space.take(key.as_str(), format!("the primary key of `{}`", entity.name), entity.span, RENAME, faults);
        for unique in &entity.uniques {
            let thing = format!("a unique key of `{}`", entity.name);
            space.take(unique.name.as_str(), thing, unique.span, NAME_IT, faults);
        }
        for index in &entity.indexes {
            space.take(index.name.as_str(), format!("an index of `{}`", entity.name), index.span, NAME_IT, faults);
        }
    }
}

/// Constraints of one table share a name space.
fn constraints(entity: &Entity, faults: &mut Diagnostics) {
    let mut space = Space::new(&codes::DERIVED_CLASH);
    let keys = entity.relations.iter().flat_map(|relation| relation.reference.keys().map(move |key| (relation, key)));
    for (relation, key) in keys {
        space.take(key.name.as_str(), format!("the key of `{}`", relation.name), relation.span, RENAME, faults);
    }
    for check in &entity.checks {
        space.take(check.name.as_str(), format!("a check of `{}`", entity.name), check.span, RENAME, faults);
    }
}

/// An entity's fields, relations and the inverse sides of others' relations are all members of its Prisma model.
fn inverses(model: &Model, entity: &Entity, inbound: &[(EntityId, &Relation)], faults: &mut Diagnostics) {
    let mut space = Space::new(&codes::INVERSE_CLASH);
    for (_, field) in entity.fields() {
        space.take(field.name.as_str(), format!("the field `{}`", field.name), field.span, RENAME, faults);
    }
    for relation in &entity.relations {
        space.take(relation.name.as_str(), format!("the relation `{}`", relation.name), relation.span, RENAME, faults);
    }
    for (from, relation) in inbound {
        let thing = inverse_of(model.entity(*from), relation);
        space.take(relation.inverse.as_str(), thing, relation.span, INVERSE, faults);
    }
}

fn inverse_of(from: &Entity, relation: &Relation) -> String {
    format!("the inverse side of `{}.{}`", from.name, relation.name)
}

/// Fields that differ in the schema may be equal in Prisma's idiomatic style. (In Rust none are: [`naming::rust`].)
fn members(model: &Model, entity: &Entity, faults: &mut Diagnostics) {
    let style = style(model);
    let mut prisma = Space::of_target(" in Prisma");
    for (_, field) in entity.fields() {
        let thing = format!("the field `{}`", field.name);
        prisma.take(&naming::prisma_field(field.name.as_str(), style), thing, field.span, RENAME, faults);
    }
}

/// Models and enums share a name space in Prisma.
fn types(model: &Model, faults: &mut Diagnostics) {
    let style = style(model);
    let mut prisma = Space::of_target(" in Prisma");
    for (_, entity) in model.entities() {
        let thing = format!("the entity `{}`", entity.name);
        prisma.take(&naming::prisma_model(entity, style), thing, entity.span, RENAME, faults);
    }
    for one in &model.enums {
        prisma.take(&naming::prisma_enum(one, style), format!("the enum `{}`", one.name), one.span, RENAME, faults);
    }
}

/// The relations between the same two entities share a name space in Prisma.
fn relation_names(model: &Model, faults: &mut Diagnostics) {
    let mut spaces = BTreeMap::new();
    for (from, entity) in model.entities() {
        for relation in &entity.relations {
            let Some(name) = &relation.prisma else { continue };
            let pair = (from.min(relation.to), from.max(relation.to));
            let space = spaces.entry(pair).or_insert_with(|| Space::of_target(" in Prisma"));
            let thing = format!("the relation `{}.{}`", entity.name, relation.name);
            space.take(name.as_str(), thing, relation.span, PRISMA, faults);
        }
    }
}

fn style(model: &Model) -> NameStyle {
    model.project.targets.prisma.map_or(NameStyle::Seed, |prisma| prisma.names)
}
