//! Findings that are known and meant to stay: each names a code that there is, an object and a reason, once.
//!
//! Whether there is such a finding is not known here: who looks for findings compares them with the list.

use std::collections::BTreeMap;

use crate::change::kind;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::hazard::{self, Hazard};
use crate::lint;
use crate::model::{Accepted, Date};
use crate::source::Spanned;
use crate::spec::{AcceptSpec, Text};

use super::evolution;

/// Every acceptance, one object each, in the order in which they are written.
pub fn resolve(written: &[AcceptSpec], faults: &mut Diagnostics) -> Vec<Spanned<Accepted>> {
    let mut first = BTreeMap::new();
    let accepted: Vec<_> = written.iter().flat_map(|spec| entries(spec, faults)).collect();
    for entry in &accepted {
        if let Some(span) = first.insert((&entry.code, &entry.object), entry.span) {
            let message = format!("{} of `{}` is accepted twice", entry.code, entry.object);
            faults.push(evolution::said_twice(&message, entry.span, span));
        }
    }
    accepted
}

/// One entry for each object that is named.
fn entries(spec: &AcceptSpec, faults: &mut Diagnostics) -> Vec<Spanned<Accepted>> {
    let code = spec.code.as_ref().and_then(|code| known_code(code, faults));
    let reason = spec.reason.as_ref().and_then(|text| reason(text, faults));
    let until = spec.until.as_ref().and_then(|text| date(text, faults));
    let (Some(code), Some(reason)) = (code, reason) else { return Vec::new() };
    let objects = spec.objects.iter().filter_map(|text| Some((object(text, faults)?, text.span)));
    let entry = |object| Accepted { code: code.clone(), object, reason: reason.clone(), until };
    objects.map(|(object, span)| Spanned::new(entry(object), span)).collect()
}

fn known_code(code: &Text, faults: &mut Diagnostics) -> Option<String> {
    let is_acceptable = |hazard: &&&Hazard| hazard.weight.can_be_accepted();
    let hazards = hazard::ALL.iter().filter(is_acceptable).map(|hazard| hazard.code);
    let kinds = kind::ALL.iter().map(|kind| kind.code);
    let known: Vec<_> = lint::ALL.iter().map(|lint| lint.code.id).chain(hazards).chain(kinds).collect();
    if known.contains(&code.value.as_str()) {
        return Some(code.value.clone());
    }
    faults.push(match hazard::find(&code.value) {
        Some(hazard) if !hazard.weight.can_be_accepted() => needs_input(code),
        Some(_) | None => unknown_code(code, known),
    });
    None
}

fn needs_input(code: &Text) -> Diagnostic {
    Diagnostic::error(&codes::UNACCEPTABLE, format!("`{}` cannot be accepted", code.value))
        .at(code.span, "asks for something that only the schema can say")
        .help("write what it asks for: `was`, `dropped`, `backfill`, `using` or `replaced`")
}

fn unknown_code(code: &Text, known: Vec<&str>) -> Diagnostic {
    let message = format!("there is no lint, hazard or change `{}`", code.value);
    let fault = Diagnostic::error(&codes::UNACCEPTABLE, message).at(code.span, "nothing is found under this code");
    match lint::ALL.iter().find(|lint| lint.name == code.value) {
        Some(lint) => fault.help(format!("write the rule's code, `{}`", lint.code.id)),
        None => fault
            .did_you_mean(&code.value, known)
            .help("`crmgen explain` lists them; faults of the schema are mended, not accepted"),
    }
}

fn reason(text: &Text, faults: &mut Diagnostics) -> Option<String> {
    let reason = text.value.trim();
    if reason.is_empty() {
        let fault = Diagnostic::error(&codes::ACCEPTED_WITHOUT_REASON, "an accepted finding needs its reason");
        faults.push(fault.at(text.span, "says nothing").help("write why the finding may stay"));
        return None;
    }
    Some(reason.to_owned())
}

fn date(text: &Text, faults: &mut Diagnostics) -> Option<Date> {
    let date = Date::parse(&text.value);
    if date.is_none() {
        let fault = Diagnostic::error(&codes::BAD_DATE, format!("`{}` is no date", text.value));
        faults.push(fault.at(text.span, "").help("write year, month and day: `2026-12-31`"));
    }
    date
}

fn object(text: &Text, faults: &mut Diagnostics) -> Option<String> {
    let object = text.value.trim();
    if object.is_empty() {
        let message = "an accepted finding needs the name of what it is about";
        let fault = Diagnostic::error(&codes::BAD_NAME, message).at(text.span, "names nothing");
        faults.push(fault.help("write its dotted name: `leads`, `leads.score`"));
        return None;
    }
    Some(object.to_owned())
}
