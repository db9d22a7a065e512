//! A relation whose rows PostgreSQL cannot look up.

use std::collections::BTreeSet;

use super::{Lint, Lookup, lookups, of_member};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, FieldId, ForeignKey, Method, Model, Relation};

/// The rule.
pub static LINT: Lint = Lint {
    name: "unindexed_foreign_key",
    code: Code {
        id: "L0002",
        title: "relation without an index",
        explanation: "\
When a row is deleted, PostgreSQL looks for the rows that point at it, for each of them by reading the whole table
where no index starts with the relation's column. crmgen makes such an index for every relation unless told not to.

Remove `index: false`, or write an index that starts with the relation.
",
    },
    check: |model: &Model| {
        let relations = model.managed().flat_map(|(_, entity)| entity.relations.iter().map(move |at| (entity, at)));
        relations.filter(|(entity, relation)| !is_indexed(entity, relation)).map(report).collect()
    },
};

fn report((entity, relation): (&Entity, &Relation)) -> Diagnostic {
    let message = format!("no index starts with the columns of `{}.{}`", entity.name, relation.name);
    of_member(&LINT, entity, &relation.name, message)
        .at(relation.span, "deleting what this points at reads the whole table")
        .help(format!("write an index that starts with `{}`, or leave out `index: false`", relation.name))
}

fn is_indexed(entity: &Entity, relation: &Relation) -> bool {
    relation.reference.keys().all(|key| lookups(entity).any(|lookup| serves(entity, &lookup, key, relation)))
}

/// Whether the leading columns of `lookup` are columns of the foreign key, and all those of the relation among them.
fn serves(entity: &Entity, lookup: &Lookup<'_>, key: &ForeignKey, relation: &Relation) -> bool {
    let compares = matches!(lookup.method, Method::Btree | Method::Hash);
    let is_whole = lookup.filter.is_none_or(|filter| {
        // The lookup is an equality, which no NULL fulfils.
        relation.fields.iter().any(|&id| filter.text == format!("{} IS NOT NULL", entity.field(id).name))
    });
    let leading = lookup.keys.iter().map_while(|part| part.as_field().filter(|field| key.fields.contains(field)));
    let leading: BTreeSet<FieldId> = leading.collect();
    compares && is_whole && relation.fields.iter().all(|field| leading.contains(field))
}
