//! The Prisma schema: its models and enums have the members that the model has.
//!
//! Blocks and the first word of each line are read, no more: whether types and attributes are right is for Prisma's own
//! engine to judge; the tests let it.

use std::collections::{BTreeMap, BTreeSet};

use super::mismatch;
use crate::derived::Share;
use crate::diagnostic::Diagnostic;
use crate::model::{EntityId, EnumStorage, Model, Reference, Relation, RelationId};
use crate::naming::prisma::{EnumNames, PrismaNames, RelationNames};
use crate::target::Files;

/// The members of each block by what opens it: `model leads`, `enum LeadSource`.
type Blocks<'a> = BTreeMap<String, BTreeSet<&'a str>>;

/// Compares the file of enums with the model. Prisma knows no enum that is stored as text: its fields are strings.
pub fn check_root(model: &Model, names: &PrismaNames, files: &Files) -> Vec<Diagnostic> {
    let typed = model.enums.iter().zip(names.enums()).filter(|(one, _)| one.storage == EnumStorage::Type);
    let block = |names: &EnumNames| format!("enum {}", names.name);
    let enums = typed.map(|(_, names)| (block(names), names.values.iter().map(String::as_str).collect()));
    compare(&enums.collect(), &found(files))
}

/// Compares the files of some models with the model.
pub fn check_models(model: &Model, names: &PrismaNames, share: &Share, files: &Files) -> Vec<Diagnostic> {
    let mut members = Members { names, of: share.entities().map(|id| (id, fields(names, id))).collect() };
    for (id, entity) in model.entities() {
        for (at, relation) in entity.relations.iter().enumerate() {
            members.add_ends(id, relation, names.model(id).relation(RelationId(at)));
        }
    }
    compare(&members.blocks(), &found(files))
}

/// The blocks of the schema files.
fn found(files: &Files) -> Blocks<'_> {
    let schemas = files.iter().filter(|(path, _)| path.ends_with(".prisma"));
    schemas.fold(Blocks::new(), |found, (_, text)| read(text, found))
}

fn read<'a>(text: &'a str, mut blocks: Blocks<'a>) -> Blocks<'a> {
    let mut open: Option<(String, BTreeSet<&str>)> = None;
    for line in text.lines() {
        match (line.strip_suffix(" {"), line.split_whitespace().next()) {
            (Some(head), _) if !line.starts_with([' ', '/']) => open = Some((head.to_owned(), BTreeSet::new())),
            (_, Some("}")) => blocks.extend(open.take()),
            (_, Some(word)) if !word.starts_with("//") && !word.starts_with("@@") => {
                if let Some((_, members)) = &mut open {
                    members.insert(word);
                }
            }
            _ => {}
        }
    }
    blocks
}

/// What some models must have.
struct Members<'n> {
    names: &'n PrismaNames,
    of: BTreeMap<EntityId, BTreeSet<&'n str>>,
}

fn fields(names: &PrismaNames, id: EntityId) -> BTreeSet<&str> {
    names.model(id).fields.iter().map(String::as_str).collect()
}

impl<'n> Members<'n> {
    /// Adds a relation's fields on both sides, those of the key that carries the tenant included.
    fn add_ends(&mut self, from: EntityId, relation: &Relation, names: &'n RelationNames) {
        self.add(from, &names.shown.field);
        self.add(relation.to, &names.shown.inverse);
        if let (Some(hidden), Reference::Both { tenant, .. }) = (&names.hidden, &relation.reference) {
            self.add(from, &hidden.field);
            self.add(tenant.to, &hidden.inverse);
        }
    }

    /// Adds a field, where the model is among those looked at.
    fn add(&mut self, to: EntityId, field: &'n str) {
        if let Some(members) = self.of.get_mut(&to) {
            members.insert(field);
        }
    }

    fn blocks(self) -> Blocks<'n> {
        let names = self.names;
        self.of.into_iter().map(|(id, members)| (format!("model {}", names.model(id).name), members)).collect()
    }
}

fn compare(expected: &Blocks<'_>, found: &Blocks<'_>) -> Vec<Diagnostic> {
    let heads: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
    heads.into_iter().filter_map(|head| difference(head, expected.get(head), found.get(head))).map(mismatch).collect()
}

fn difference(head: &str, expected: Option<&BTreeSet<&str>>, found: Option<&BTreeSet<&str>>) -> Option<String> {
    let (expected, found) = match (expected, found) {
        (Some(expected), Some(found)) => (expected, found),
        (Some(_), None) => return Some(format!("Prisma `{head}`: the model has it, the schema does not")),
        (None, _) => return Some(format!("Prisma `{head}`: the schema has it, the model does not")),
    };
    let list = |names: Vec<&&str>| names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let (lacking, added) = (list(expected.difference(found).collect()), list(found.difference(expected).collect()));
    match (lacking.is_empty(), added.is_empty()) {
        (true, true) => None,
        (false, _) => Some(format!("Prisma `{head}`: the model has {lacking}, the schema does not")),
        (true, false) => Some(format!("Prisma `{head}`: the schema has {added}, the model does not")),
    }
}
