//! The enums' part.

use serde::Serialize;

use super::names::{self, Names};
use crate::model::{EnumId, EnumStorage, EnumValue, Model, Name};

/// An enum.
#[derive(Serialize)]
pub(super) struct View<'m> {
    name: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<&'m str>,
    storage: &'static str,
    values: Vec<Value<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'m str>,
    file: &'m str,
    #[serde(skip_serializing_if = "names::View::is_empty")]
    names: names::View<'m>,
}

#[derive(Serialize)]
struct Value<'m> {
    name: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'m str>,
    #[serde(skip_serializing_if = "names::View::is_empty")]
    names: names::View<'m>,
}

/// An enum's part.
pub(super) fn view<'m>(model: &'m Model, id: EnumId, names: &Names<'m>) -> View<'m> {
    let one = model.enumeration(id);
    View {
        name: one.name.as_str(),
        doc: one.doc.as_deref(),
        storage: match one.storage {
            EnumStorage::Type => "type",
            EnumStorage::Text => "text",
        },
        values: one.values.iter().enumerate().map(|(at, one)| value(one, names.value(id, at))).collect(),
        was: one.was.as_ref().map(Name::as_str),
        file: &one.file,
        names: names.enumeration(id),
    }
}

fn value<'m>(value: &'m EnumValue, names: names::View<'m>) -> Value<'m> {
    Value { name: value.name.as_str(), doc: value.doc.as_deref(), was: value.was.as_ref().map(Name::as_str), names }
}
