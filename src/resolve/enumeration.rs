//! Enums: values that exist, once each.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{EnumValue, Enumeration, Name};
use crate::spec::{EnumSpec, EnumValueSpec};

use super::{Context, evolution, names};

/// Every enum, in order of id.
pub fn resolve(context: &Context<'_>, faults: &mut Diagnostics) -> Vec<Enumeration> {
    context.names.enums().map(|spec| enumeration(context, spec, faults)).collect()
}

fn enumeration(context: &Context<'_>, spec: &EnumSpec, faults: &mut Diagnostics) -> Enumeration {
    let name = names::name("this enum", &spec.name, faults);
    if spec.values.is_empty() {
        let fault = Diagnostic::error(&codes::EMPTY_ENUM, format!("the enum `{}` lists no values", spec.name.value));
        faults.push(fault.at(spec.name.span, "no values").help("write `values: [FIRST, SECOND]`"));
    }
    report_repeated(&spec.values, faults);
    Enumeration {
        name: name.unwrap_or_else(placeholder),
        doc: spec.doc.as_ref().map(|doc| doc.value.clone()),
        values: spec.values.iter().filter_map(|value| enum_value(value, faults)).collect(),
        storage: spec.storage,
        was: names::optional("the enum's former name", spec.was.as_ref(), faults),
        replaced: evolution::replaced(spec, faults),
        dropped: evolution::dropped_values(spec, faults),
        file: context.sources.file(spec.name.span.source).path().to_owned(),
        span: spec.name.span,
    }
}

fn enum_value(spec: &EnumValueSpec, faults: &mut Diagnostics) -> Option<EnumValue> {
    Some(EnumValue {
        name: names::name("this value", &spec.name, faults)?,
        doc: spec.doc.as_ref().map(|doc| doc.value.clone()),
        was: names::optional("the value's former name", spec.was.as_ref(), faults),
        span: spec.name.span,
    })
}

fn report_repeated(values: &[EnumValueSpec], faults: &mut Diagnostics) {
    let mut first = BTreeMap::new();
    for value in values {
        if let Some(span) = first.insert(value.name.value.as_str(), value.name.span) {
            let fault =
                Diagnostic::error(&codes::REPEATED_VALUE, format!("the value `{}` stands twice", value.name.value));
            faults.push(fault.at(value.name.span, "here again").at(span, "first here").help("remove one of the two"));
        }
    }
}

/// Stands in for a name that was refused, so that the rest can be looked at; no model is made of it.
pub fn placeholder() -> Name {
    Name::new("?").expect("one character is a name")
}
