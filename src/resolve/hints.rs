//! Hints for a comparison: those that a model carries, and those of a file of their own.
//!
//! A file stands beside SQL, so whether its names exist is not known here; that they are names, that expressions parse and
//! that nothing is said twice is.

use std::collections::BTreeMap;

use crate::change::{Dotted, Hints};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{Accepted, Context, ContextSource, Entity, Enumeration, Model, Name, Role};
use crate::source::{Sources, Spanned};
use crate::spec::Text;
use crate::spec::hints::HintsSpec;

use super::expression::{self, Place};
use super::project::context_functions;
use super::{accept, evolution};

/// What a file of hints says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// The hints.
    pub hints: Hints,
    /// Findings that may stay.
    pub accepted: Vec<Spanned<Accepted>>,
}

impl Said {
    /// Adds what something else says; of the same name, that counts.
    pub fn extend(&mut self, other: Self) {
        let Hints { was, due, backfill, using, replaced, dropped } = other.hints;
        self.hints.was.extend(was);
        self.hints.due.extend(due);
        self.hints.backfill.extend(backfill);
        self.hints.using.extend(using);
        self.hints.replaced.extend(replaced);
        self.hints.dropped.extend(dropped);
        self.accepted.extend(other.accepted);
    }
}

/// What a model says of the way to it from another one, or from a side of which no model is known.
#[must_use]
pub fn between(old: Option<&Model>, new: &Model) -> Hints {
    let hints = of_model(new);
    match old {
        Some(old) => hints.since(&of_model(old)),
        None => hints,
    }
}

/// What a model says of the way to it.
#[must_use]
pub fn of_model(model: &Model) -> Hints {
    let mut hints = Hints::default();
    let schema = &model.project.postgres.schema;
    model.enums.iter().for_each(|one| of_enum(one, schema, &mut hints));
    model.managed().for_each(|(_, entity)| of_entity(entity, schema, &mut hints));
    hints.dropped.extend(model.project.dropped.iter().map(|name| dotted([schema, &name.value])));
    for role in Role::ALL.map(|role| model.project.roles.get(role)) {
        renamed(&mut hints, [&role.name], role.was.as_ref());
    }
    of_context(&model.project.tenancy.context, &mut hints);
    hints
}

/// What a file of hints says, checked.
pub fn of_file(spec: &HintsSpec, sources: &Sources, faults: &mut Diagnostics) -> Said {
    report_repeated(&spec.dropped, faults);
    let was = renames(&spec.was, faults);
    let hints = Hints {
        backfill: expressions(&spec.backfill, (Place::Backfill, &was), sources, faults),
        using: expressions(&spec.using, (Place::Using, &was), sources, faults),
        replaced: spec
            .replaced
            .iter()
            .filter_map(|(name, pairs)| Some((parts(name, faults)?, values(pairs))))
            .collect(),
        dropped: spec.dropped.iter().filter_map(|name| parts(name, faults)).collect(),
        // A file is written for one step, and is thrown away after it.
        due: was.keys().map(|new| (new.clone(), true)).collect(),
        was,
    };
    Said { hints, accepted: accept::resolve(&spec.accept, faults) }
}

/// Expressions by column. They may call columns by old names, and say the new ones.
fn expressions(
    pairs: &[(Text, Text)],
    (place, was): (Place, &BTreeMap<Dotted, Dotted>),
    sources: &Sources,
    faults: &mut Diagnostics,
) -> BTreeMap<Dotted, String> {
    let read = |(name, text): &(Text, Text)| {
        let name = parts(name, faults)?;
        let expression = expression::alone(sources, text, place, |old| present_name(was, &name, old), faults)?;
        Some((name, expression))
    };
    pairs.iter().filter_map(read).collect()
}

fn values(pairs: &[(Text, Text)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(old, new)| (old.value.clone(), new.value.clone())).collect()
}

fn dotted<const N: usize>(parts: [&Name; N]) -> Dotted {
    Dotted::new(parts.map(Name::as_str))
}

fn renamed<const N: usize>(hints: &mut Hints, new: [&Name; N], old: Option<&Name>) {
    hints.was.extend(old.map(|old| (dotted(new), dotted([old]))));
}

fn of_enum(one: &Enumeration, schema: &Name, hints: &mut Hints) {
    for value in &one.values {
        renamed(hints, [schema, &one.name, &value.name], value.was.as_ref());
    }
    hints.dropped.extend(one.dropped.iter().map(|value| dotted([schema, &one.name, &value.value])));
    let replaced = one.replaced.iter().map(|pair| (pair.old.to_string(), pair.new.to_string()));
    let replaced: BTreeMap<_, _> = replaced.collect();
    renamed(hints, [schema, &one.name], one.was.as_ref());
    if !replaced.is_empty() {
        hints.replaced.insert(dotted([schema, &one.name]), replaced);
    }
}

fn of_entity(entity: &Entity, schema: &Name, hints: &mut Hints) {
    renamed(hints, [schema, &entity.name], entity.was.as_ref());
    for field in &entity.fields {
        let column = [schema, &entity.name, &field.name];
        renamed(hints, column, field.was.as_ref());
        hints.backfill.extend(field.backfill.as_ref().map(|backfill| (dotted(column), backfill.text.clone())));
        hints.using.extend(field.using.as_ref().map(|using| (dotted(column), using.text.clone())));
    }
    let checks = entity.checks.iter().map(|check| (&check.name, &check.was));
    let uniques = entity.uniques.iter().map(|unique| (&unique.name, &unique.was));
    let indexes = entity.indexes.iter().map(|index| (&index.name, &index.was));
    for (name, was) in checks.chain(uniques).chain(indexes) {
        renamed(hints, [schema, &entity.name, name], was.as_ref());
    }
    for name in &entity.dropped {
        hints.dropped.insert(dotted([schema, &entity.name, &name.value]));
        // A relation's column is called after it, and the key that it points at is as good as always `id`.
        hints.dropped.insert(Dotted::new([schema.as_str(), entity.name.as_str(), &format!("{}_id", name.value)]));
    }
}

/// The functions of the tenant context are called after the setting, and follow it.
fn of_context(context: &Context, hints: &mut Hints) {
    let Some((schema, current)) = context.was.as_deref().and_then(|was| was.split_once('.')) else { return };
    if let ContextSource::Supabase { .. } = context.source {
        return;
    }
    let (set, make) = context_functions(current);
    let function = |new: &Name, old: &str| (dotted([&context.schema, new]), Dotted::new([schema, old]));
    hints.was.extend([
        function(&context.current, current),
        function(&context.set, set.as_str()),
        function(&context.make, make.as_str()),
    ]);
    if context.schema != schema {
        hints.was.insert(dotted([&context.schema]), Dotted::new([schema]));
    }
}

/// Old names by new ones. Reports two things that both had one.
fn renames(pairs: &[(Text, Text)], faults: &mut Diagnostics) -> BTreeMap<Dotted, Dotted> {
    let (mut renames, mut first) = (BTreeMap::new(), BTreeMap::new());
    for (new, old) in pairs {
        let (Some(name), Some(was)) = (parts(new, faults), parts(old, faults)) else { continue };
        // The last part alone tells, as a thing stays in what it is a part of.
        let among = name.0.split_last().map(|(_, object)| object.to_vec());
        if let Some(span) = first.insert((among, was.last().to_owned()), old.span) {
            faults.push(evolution::two_of_one(old, span));
        }
        renames.insert(name, was);
    }
    renames
}

/// What a column is called now that had an old name in the table of another, unless a column has come to have that name.
fn present_name(was: &BTreeMap<Dotted, Dotted>, other: &Dotted, old: &str) -> Option<String> {
    let (_, table) = other.0.split_last()?;
    let mut columns = was.iter().filter(|(new, _)| new.0.split_last().is_some_and(|(_, object)| object == table));
    let is_taken = columns.clone().any(|(new, _)| new.last() == old);
    columns.find(|(_, was)| was.last() == old && !is_taken).map(|(new, _)| new.last().to_owned())
}

fn report_repeated(names: &[Text], faults: &mut Diagnostics) {
    let mut first = BTreeMap::new();
    for name in names {
        if let Some(span) = first.insert(name.value.as_str(), name.span) {
            faults.push(evolution::said_twice(&format!("`{}` is dropped twice", name.value), name.span, span));
        }
    }
}

/// The parts of a dotted name. A part that holds a point stands in double quotes, and a quote in it twice, as in SQL.
fn parts(text: &Text, faults: &mut Diagnostics) -> Option<Dotted> {
    let found =
        split(&text.value).filter(|parts| (1..=3).contains(&parts.len()) && parts.iter().all(|part| !part.is_empty()));
    if found.is_none() {
        let fault = Diagnostic::error(&codes::BAD_NAME, format!("`{}` is no dotted name", text.value));
        faults.push(
            fault.at(text.span, "").help("write one to three parts: `leads`, `leads.score`, `public.leads.score`"),
        );
    }
    found.map(Dotted)
}

fn split(text: &str) -> Option<Vec<String>> {
    let mut parts = vec![String::new()];
    let mut characters = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => parts.last_mut()?.extend(characters.next()),
            '"' => quoted = !quoted,
            '.' if !quoted => parts.push(String::new()),
            c => parts.last_mut()?.push(c),
        }
    }
    (!quoted).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_at_points_outside_of_quotes() {
        let cases =
            [("leads", "leads"), ("a.b.c", "a|b|c"), ("\"a.b\".c", "a.b|c"), ("a.\"b\"\"c\"", "a|b\"c"), ("a.", "a|")];
        for (text, parts) in cases {
            assert_eq!(split(text).map(|parts| parts.join("|")).as_deref(), Some(parts), "{text}");
        }
        assert_eq!(split("\"a"), None);
    }
}
