//! Advice on a correct schema: one rule per file, each with its code, its reasons and its check.
//!
//! A rule reads the model and reports; it does not know how the schema was written, what is generated from it, or which of
//! its findings the schema accepts. A new rule is a file, an entry in [`ALL`] and a folder under `tests/cases/lint`.

mod float_money;
mod json_type;
mod leaky_index;
mod missing_doc;
mod mutable_stamp;
mod negated_boolean;
mod nullable_array;
mod padded_text;
mod prefix_index;
mod shortened_name;
mod single_value_enum;
mod timestamp_without_zone;
mod unindexed_foreign_key;
mod unused_enum;
mod vague_reason;

use crate::acceptance::{self, Sorted, Subject};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Accepted, Date, Entity, Expression, Field, IndexKey, Method, Model, Name};
use crate::source::Span;

/// A rule.
#[derive(Debug)]
pub struct Lint {
    /// Its name: that of its file and of its folder of cases.
    pub name: &'static str,
    /// Its code, under which `crmgen explain` finds its reasons.
    pub code: Code,
    /// Finds what it advises against.
    pub check: fn(&Model) -> Vec<Diagnostic>,
}

/// Every rule, in the order of the codes.
pub static ALL: &[&Lint] = &[
    &prefix_index::LINT,
    &unindexed_foreign_key::LINT,
    &json_type::LINT,
    &timestamp_without_zone::LINT,
    &padded_text::LINT,
    &float_money::LINT,
    &negated_boolean::LINT,
    &missing_doc::LINT,
    &single_value_enum::LINT,
    &nullable_array::LINT,
    &vague_reason::LINT,
    &leaky_index::LINT,
    &shortened_name::LINT,
    &mutable_stamp::LINT,
    &unused_enum::LINT,
];

/// What linting a schema comes to.
#[derive(Debug)]
pub struct Advice<'m> {
    /// What is to be reported, in order of place: findings, and entries of `accept` that apply to nothing or no more. What a
    /// trait brings into several entities is reported once.
    pub found: Vec<Diagnostic>,
    /// What the schema accepts, each with the entry that says so.
    pub accepted: Vec<(Diagnostic, &'m Accepted)>,
}

/// Asks every rule, and leaves out what the schema accepts on this day.
#[must_use]
pub fn lint(model: &Model, today: Date) -> Advice<'_> {
    let mut all = Diagnostics::default();
    all.extend(ALL.iter().flat_map(|lint| (lint.check)(model)));
    let entries = model.project.accepted.iter().filter(|entry| is_lint(&entry.code));
    let Sorted { open, accepted, faults } = acceptance::sort(entries, today, all.into_sorted(), subject);
    let mut found = Diagnostics::default();
    found.extend(open);
    found.extend(faults);
    let mut found = found.into_sorted();
    found.dedup_by(|a, b| a.code == b.code && a.span().is_some() && a.span() == b.span());
    Advice { found, accepted }
}

fn is_lint(code: &str) -> bool {
    ALL.iter().any(|lint| lint.code.id == code)
}

fn subject(found: &Diagnostic) -> Subject<'_> {
    Subject { code: found.code.id, object: found.object.as_deref().unwrap_or_default() }
}

/// Every field of the tables that are made here, with its entity.
fn fields(model: &Model) -> impl Iterator<Item = (&Entity, &Field)> {
    model.managed().flat_map(|(_, entity)| entity.fields.iter().map(move |field| (entity, field)))
}

/// A finding about a field: what is to be said of it, what stands under it, and what to write instead.
fn at_field(
    lint: &'static Lint,
    (entity, field): (&Entity, &Field),
    said: &str,
    label: &str,
    help: &str,
) -> Diagnostic {
    let message = format!("`{}.{}` {said}", entity.name, field.name);
    of_member(lint, entity, &field.name, message).at(field.span, label).help(help)
}

/// A finding about something of an entity's: a field, a relation, an index.
fn of_member(lint: &'static Lint, entity: &Entity, member: &Name, message: String) -> Diagnostic {
    Diagnostic::warning(&lint.code, message).about(format!("{}.{member}", entity.name))
}

/// The words of a name: `is_not_paid` and `isNotPaid` have three.
fn words(name: &Name) -> Vec<String> {
    use heck::ToSnakeCase;
    name.as_str().to_snake_case().split('_').map(str::to_owned).collect()
}

/// Anything of an entity's that PostgreSQL looks rows up by: an index, or that of a key.
struct Lookup<'a> {
    name: &'a Name,
    keys: Vec<IndexKey>,
    method: Method,
    filter: Option<&'a Expression>,
    /// Where the index is written; none for a key, which is there for another reason than lookups.
    index: Option<Span>,
}

/// What an entity's rows can be looked up by: the primary key, unique keys, indexes.
fn lookups(entity: &Entity) -> impl Iterator<Item = Lookup<'_>> {
    let key = |name, keys, filter| Lookup { name, keys, method: Method::Btree, filter, index: None };
    let primary = entity.primary_key.fields.iter().copied().map(IndexKey::field).collect();
    let primary = key(&entity.primary_key.name, primary, None);
    let uniques =
        entity.uniques.iter().map(move |unique| key(&unique.name, unique.keys.clone(), unique.filter.as_ref()));
    let indexes = entity.indexes.iter().map(|index| Lookup {
        name: &index.name,
        keys: index.keys.clone(),
        method: index.method,
        filter: index.filter.as_ref(),
        index: Some(index.span),
    });
    std::iter::once(primary).chain(uniques).chain(indexes)
}
