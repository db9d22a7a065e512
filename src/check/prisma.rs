//! The Prisma schema: its models and enums have the members that the model has.
//!
//! Blocks and the first word of each line are read, no more: whether types and attributes are right is for Prisma's own
//! engine to judge; the tests let it.

use std::collections::{BTreeMap, BTreeSet};

use super::mismatch;
use crate::diagnostic::Diagnostic;
use crate::model::{EntityId, EnumStorage, Model, NameStyle, Reference, Relation, RelationId};
use crate::naming::prisma::{PrismaNames, RelationNames};
use crate::target::Files;

/// The members of each block by what opens it: `model leads`, `enum LeadSource`.
type Blocks = BTreeMap<String, BTreeSet<String>>;

/// Compares the Prisma files with the model.
pub fn check(model: &Model, files: &Files) -> Vec<Diagnostic> {
    let Some(target) = model.project.targets.prisma else { return Vec::new() };
    let schemas = files.iter().filter(|(path, _)| path.starts_with("prisma/") && path.ends_with(".prisma"));
    let found = schemas.fold(Blocks::new(), |found, (_, text)| read(text, found));
    compare(&expected(model, target.names), &found)
}

fn read(text: &str, mut blocks: Blocks) -> Blocks {
    let mut open: Option<(String, BTreeSet<String>)> = None;
    for line in text.lines() {
        match (line.strip_suffix(" {"), line.split_whitespace().next()) {
            (Some(head), _) if !line.starts_with([' ', '/']) => open = Some((head.to_owned(), BTreeSet::new())),
            (_, Some("}")) => blocks.extend(open.take()),
            (_, Some(word)) if !word.starts_with("//") && !word.starts_with("@@") => {
                if let Some((_, members)) = &mut open {
                    members.insert(word.to_owned());
                }
            }
            _ => {}
        }
    }
    blocks
}

fn expected(model: &Model, style: NameStyle) -> Blocks {
    let names = PrismaNames::of(model, style);
    let mut members: Vec<BTreeSet<String>> =
        model.entities().map(|(id, _)| names.model(id).fields.iter().cloned().collect()).collect();
    for (id, entity) in model.entities() {
        for (at, relation) in entity.relations.iter().enumerate() {
            add_ends(&mut members, id, relation, names.model(id).relation(RelationId(at)));
        }
    }
    let models = members.into_iter().enumerate();
    let models = models.map(|(at, members)| (format!("model {}", names.model(EntityId(at)).name), members));
    // Prisma knows no enum that is stored as text: its fields are strings.
    let typed = model.enums.iter().zip(names.enums()).filter(|(one, _)| one.storage == EnumStorage::Type);
    let enums = typed.map(|(_, names)| (format!("enum {}", names.name), names.values.iter().cloned().collect()));
    models.chain(enums).collect()
}

/// Adds a relation's fields on both sides, those of the key that carries the tenant included.
fn add_ends(members: &mut [BTreeSet<String>], from: EntityId, relation: &Relation, names: &RelationNames) {
    members[from.0].insert(names.shown.field.clone());
    members[relation.to.0].insert(names.shown.inverse.clone());
    if let (Some(hidden), Reference::Both { tenant, .. }) = (&names.hidden, &relation.reference) {
        members[from.0].insert(hidden.field.clone());
        members[tenant.to.0].insert(hidden.inverse.clone());
    }
}

fn compare(expected: &Blocks, found: &Blocks) -> Vec<Diagnostic> {
    let heads: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
    heads.into_iter().filter_map(|head| difference(head, expected.get(head), found.get(head))).map(mismatch).collect()
}

fn difference(head: &str, expected: Option<&BTreeSet<String>>, found: Option<&BTreeSet<String>>) -> Option<String> {
    let (expected, found) = match (expected, found) {
        (Some(expected), Some(found)) => (expected, found),
        (Some(_), None) => return Some(format!("Prisma `{head}`: the model has it, the schema does not")),
        (None, _) => return Some(format!("Prisma `{head}`: the schema has it, the model does not")),
    };
    let list = |names: Vec<&String>| names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let (lacking, added) = (list(expected.difference(found).collect()), list(found.difference(expected).collect()));
    match (lacking.is_empty(), added.is_empty()) {
        (true, true) => None,
        (false, _) => Some(format!("Prisma `{head}`: the model has {lacking}, the schema does not")),
        (true, false) => Some(format!("Prisma `{head}`: the schema has {added}, the model does not")),
    }
}
