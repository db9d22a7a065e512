//! Names that meet: in PostgreSQL's shared name spaces, in an entity that two relations lead to, in a target.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::fmt;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, codes};
use crate::model::{Entity, EntityId, Model, Name, NameStyle, Relation};
use crate::naming;
use crate::source::Span;

/// Names of one name space, with what has each and where it is written.
struct Space<'m> {
    code: &'static Code,
    /// ` in Rust`, or nothing where the place goes without saying.
    whose: &'static str,
    taken: FxHashMap<Cow<'m, str>, (Thing<'m>, Span)>,
}

/// What has a name, put into words only where it clashes.
#[derive(Clone, Copy)]
struct Thing<'m> {
    /// Its kind: `the field`.
    kind: &'static str,
    /// The entity it is named with.
    of: Option<&'m Name>,
    name: &'m Name,
}

impl<'m> Thing<'m> {
    const fn new(kind: &'static str, name: &'m Name) -> Self {
        Self { kind, of: None, name }
    }

    const fn of(kind: &'static str, of: &'m Name, name: &'m Name) -> Self {
        Self { kind, of: Some(of), name }
    }
}

impl fmt::Display for Thing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, of, name } = self;
        match of {
            Some(of) => write!(f, "{kind} `{of}.{name}`"),
            None => write!(f, "{kind} `{name}`"),
        }
    }
}

impl<'m> Space<'m> {
    fn new(code: &'static Code) -> Self {
        Self { code, whose: "", taken: FxHashMap::default() }
    }

    fn of_target(whose: &'static str) -> Self {
        Self { whose, ..Self::new(&codes::TARGET_CLASH) }
    }

    /// Takes a name for a thing, or reports the thing that has it.
    fn take(
        &mut self,
        name: impl Into<Cow<'m, str>>,
        thing: Thing<'m>,
        span: Span,
        help: &str,
        faults: &mut Diagnostics,
    ) {
        match self.taken.entry(name.into()) {
            Entry::Occupied(taken) => {
                let (name, (other, first)) = (taken.key(), taken.get());
                let message = format!("{thing} and {other} are both called `{name}`{}", self.whose);
                let fault = Diagnostic::error(self.code, message);
                faults.push(fault.at(span, "this one").at(*first, "and this one").help(help));
            }
            Entry::Vacant(free) => {
                free.insert((thing, span));
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
        space.take(entity.name.as_str(), Thing::new("the entity", &entity.name), entity.span, RENAME, faults);
    }
    let mut types = Space { taken: space.taken.clone(), ..Space::new(&codes::DERIVED_CLASH) };
    for one in &model.enums {
        types.take(one.name.as_str(), Thing::new("the enum", &one.name), one.span, RENAME, faults);
    }
    for (_, entity) in model.managed() {
        let key = &entity.primary_key.name;
        space.take(key.as_str(), Thing::new("the primary key of", &entity.name), entity.span, RENAME, faults);
        for unique in &entity.uniques {
            let thing = Thing::new("a unique key of", &entity.name);
            space.take(unique.name.as_str(), thing, unique.span, NAME_IT, faults);
        }
        for index in &entity.indexes {
            space.take(index.name.as_str(), Thing::new("an index of", &entity.name), index.span, NAME_IT, faults);
        }
    }
}

/// Constraints of one table share a name space.
fn constraints(entity: &Entity, faults: &mut Diagnostics) {
    let mut space = Space::new(&codes::DERIVED_CLASH);
    let keys = entity.relations.iter().flat_map(|relation| relation.reference.keys().map(move |key| (relation, key)));
    for (relation, key) in keys {
        space.take(key.name.as_str(), Thing::new("the key of", &relation.name), relation.span, RENAME, faults);
    }
    for check in &entity.checks {
        space.take(check.name.as_str(), Thing::new("a check of", &entity.name), check.span, RENAME, faults);
    }
}

/// An entity's fields, relations and the inverse sides of others' relations are all members of its Prisma model.
fn inverses(model: &Model, entity: &Entity, inbound: &[(EntityId, &Relation)], faults: &mut Diagnostics) {
    let mut space = Space::new(&codes::INVERSE_CLASH);
    space.taken.reserve(entity.fields.len() + entity.relations.len() + inbound.len());
    for (_, field) in entity.fields() {
        space.take(field.name.as_str(), Thing::new("the field", &field.name), field.span, RENAME, faults);
    }
    for relation in &entity.relations {
        space.take(relation.name.as_str(), Thing::new("the relation", &relation.name), relation.span, RENAME, faults);
    }
    for (from, relation) in inbound {
        let thing = inverse_of(model.entity(*from), relation);
        space.take(relation.inverse.as_str(), thing, relation.span, INVERSE, faults);
    }
}

fn inverse_of<'m>(from: &'m Entity, relation: &'m Relation) -> Thing<'m> {
    Thing::of("the inverse side of", &from.name, &relation.name)
}

/// Fields that differ in the schema may be equal in Prisma's idiomatic style. (In Rust none are: [`naming::rust`].)
fn members(model: &Model, entity: &Entity, faults: &mut Diagnostics) {
    let style = style(model);
    if style == NameStyle::Seed {
        return;
    }
    let mut prisma = Space::of_target(" in Prisma");
    for (_, field) in entity.fields() {
        let thing = Thing::new("the field", &field.name);
        prisma.take(naming::prisma_field(field.name.as_str(), style), thing, field.span, RENAME, faults);
    }
}

/// Models and enums share a name space in Prisma.
fn types(model: &Model, faults: &mut Diagnostics) {
    let style = style(model);
    let mut prisma = Space::of_target(" in Prisma");
    for (_, entity) in model.entities() {
        let thing = Thing::new("the entity", &entity.name);
        prisma.take(naming::prisma_model(entity, style), thing, entity.span, RENAME, faults);
    }
    for one in &model.enums {
        prisma.take(naming::prisma_enum(one, style), Thing::new("the enum", &one.name), one.span, RENAME, faults);
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
            let thing = Thing::of("the relation", &entity.name, &relation.name);
            space.take(name.as_str(), thing, relation.span, PRISMA, faults);
        }
    }
}

fn style(model: &Model) -> NameStyle {
    model.project.targets.prisma.map_or(NameStyle::Seed, |prisma| prisma.names)
}
