//! What a schema says of the way from an earlier one: names that are gone on purpose, values that others take the place
//! of. Each must be said once, and must not be contradicted by what stands.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{Name, Replaced};
use crate::source::{Span, Spanned};
use crate::spec::{EnumSpec, ProjectSpec, Text};

use super::draft::Draft;
use super::names::{self, Names};

/// Checks the former names of an enum's values, and gives the values that others take the place of.
pub fn replaced(spec: &EnumSpec, faults: &mut Diagnostics) -> Vec<Spanned<Replaced>> {
    let renamed = renames(spec.values.iter().filter_map(|value| value.was.as_ref()), faults);
    spec.replaced.iter().filter_map(|pair| replacement(spec, pair, &renamed, faults)).collect()
}

/// The values of an enum that are gone on purpose.
pub fn dropped_values(spec: &EnumSpec, faults: &mut Diagnostics) -> Vec<Spanned<Name>> {
    // What two values are both called is reported where they are replaced.
    let mut taken = renames(spec.values.iter().filter_map(|value| value.was.as_ref()), &mut Diagnostics::default());
    taken.extend(spec.replaced.iter().map(|(old, _)| (old.value.as_str(), old.span)));
    let there = |name: &str| spec.values.iter().find(|value| value.name.value == name).map(|value| value.name.span);
    Dropped { of: "the enum", there: &there, renamed: &taken }.all(&spec.dropped, faults)
}

/// The entities and enums that are gone on purpose. Checks their former names as well.
pub fn of_project(names: &Names<'_>, spec: &ProjectSpec, faults: &mut Diagnostics) -> Vec<Spanned<Name>> {
    let mut renamed = renames(names.entities().filter_map(|entity| entity.was.as_ref()), faults);
    renamed.extend(renames(names.enums().filter_map(|one| one.was.as_ref()), faults));
    renames(spec.roles.iter().filter_map(|(_, role)| role.was.as_ref()), faults);
    let there = |name: &str| {
        let entity = names.entities().find(|entity| entity.name.value == name).map(|entity| entity.name.span);
        entity.or_else(|| names.enums().find(|one| one.name.value == name).map(|one| one.name.span))
    };
    Dropped { of: "the schema", there: &there, renamed: &renamed }.all(&spec.dropped, faults)
}

/// The members of each entity that are gone on purpose. Checks the members' former names as well.
pub fn of_entities(drafts: &mut [Draft<'_>], faults: &mut Diagnostics) {
    for draft in drafts {
        let members = &draft.members;
        let mut renamed = renames(members.fields().filter_map(|field| field.was.as_ref()), faults);
        renamed.extend(renames(members.relations().filter_map(|relation| relation.was.as_ref()), faults));
        let keys = members.uniques().chain(members.indexes());
        renamed.extend(renames(keys.filter_map(|keys| keys.was.as_ref()), faults));
        renamed.extend(renames(members.checks().filter_map(|check| check.was.as_ref()), faults));
        let there = |name: &str| member(draft, name);
        draft.dropped = Dropped { of: "the entity", there: &there, renamed: &renamed }.all(&draft.spec.dropped, faults);
    }
}

/// Where an entity's member of that name comes from: a field, relation, unique key, index or check.
fn member(draft: &Draft<'_>, name: &str) -> Option<Span> {
    let written = draft.members.checks().map(|check| (check.name.value.as_str(), check.name.span));
    let fields = draft.fields.iter().map(|field| (field.name.as_str(), field.span));
    let relations = draft.relations.iter().map(|relation| (relation.name.as_str(), relation.span));
    let keys = draft.uniques.iter().map(|unique| (unique.name.as_str(), unique.span));
    let indexes = draft.indexes.iter().map(|index| (index.name.as_str(), index.span));
    let checks = draft.checks.iter().map(|check| (check.name.as_str(), check.span));
    let mut all = fields.chain(relations).chain(keys).chain(indexes).chain(checks).chain(written);
    all.find(|(known, _)| *known == name).map(|(_, span)| span)
}

/// Former names with where they are written. Reports two things that both had one.
fn renames<'t>(was: impl Iterator<Item = &'t Text>, faults: &mut Diagnostics) -> BTreeMap<&'t str, Span> {
    let mut first = BTreeMap::new();
    for text in was {
        if let Some(other) = first.insert(text.value.as_str(), text.span) {
            faults.push(two_of_one(text, other));
        }
    }
    first
}

fn replacement(
    spec: &EnumSpec,
    (old, new): &(Text, Text),
    renamed: &BTreeMap<&str, Span>,
    faults: &mut Diagnostics,
) -> Option<Spanned<Replaced>> {
    let find = |name: &Text| spec.values.iter().find(|value| value.name.value == name.value);
    if let Some(there) = find(old) {
        faults.push(still_there("the enum", old, there.name.span));
    } else if let Some(&span) = renamed.get(old.value.as_str()) {
        let message = format!("`{}` cannot be both renamed and replaced", old.value);
        faults.push(contradiction(message, old.span, span).help("keep `was` where the value only got another name"));
    }
    if find(new).is_none() {
        let message = format!("`{}` has no value `{}`", spec.name.value, new.value);
        let fault = Diagnostic::error(&codes::UNKNOWN_REPLACEMENT, message).at(new.span, "no such value");
        faults.push(fault.did_you_mean(&new.value, spec.values.iter().map(|value| value.name.value.as_str())));
    }
    let replaced = Replaced {
        old: names::name("the lost value", old, faults)?,
        new: names::name("the value in its place", new, faults)?,
    };
    Some(Spanned::new(replaced, old.span))
}

/// What names under `dropped` are checked against.
struct Dropped<'d> {
    /// What they are said to be gone from.
    of: &'static str,
    /// Where a name that still stands is written.
    there: &'d dyn Fn(&str) -> Option<Span>,
    /// Names that live on under others.
    renamed: &'d BTreeMap<&'d str, Span>,
}

impl Dropped<'_> {
    fn all(&self, written: &[Text], faults: &mut Diagnostics) -> Vec<Spanned<Name>> {
        let mut first = BTreeMap::new();
        for text in written {
            if let Some(span) = first.insert(text.value.as_str(), text.span) {
                faults.push(said_twice(&format!("`{}` is dropped twice", text.value), text.span, span));
            }
            self.judge(text, faults);
        }
        let name = |text: &Text| {
            Some(Spanned::new(names::name("what is dropped", text, &mut Diagnostics::default())?, text.span))
        };
        written.iter().filter_map(name).collect()
    }

    fn judge(&self, text: &Text, faults: &mut Diagnostics) {
        if let Some(span) = (self.there)(&text.value) {
            faults.push(still_there(self.of, text, span));
        } else if let Some(&span) = self.renamed.get(text.value.as_str()) {
            let message = format!("`{}` cannot both go and live on under another name", text.value);
            faults.push(contradiction(message, text.span, span).help("keep the one that is meant"));
        }
    }
}

fn still_there(of: &str, name: &Text, span: Span) -> Diagnostic {
    Diagnostic::error(&codes::STILL_THERE, format!("`{}` is not gone: {of} still has it", name.value))
        .at(name.span, "said to be gone")
        .at(span, "still here")
        .help("remove one of the two")
}

/// A fault: two things that both had one name.
pub fn two_of_one(name: &Text, other: Span) -> Diagnostic {
    let message = format!("two things cannot both have been `{}`", name.value);
    contradiction(message, name.span, other).help("remove one of the two; the other is new")
}

fn contradiction(message: String, span: Span, other: Span) -> Diagnostic {
    Diagnostic::error(&codes::CONTRADICTION, message).at(span, "this").at(other, "and this")
}

/// A fault: the same thing is said again.
pub fn said_twice(message: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::error(&codes::SAID_TWICE, message)
        .at(again, "here again")
        .at(first, "first here")
        .help("remove one of the two")
}
