//! What the schema accepts, held against what was found.
//!
//! An entry of `accept` speaks of one change. It is in the same commit as that change, and out of place as soon as the
//! two sides no longer differ by it: it would silence the next change of that kind. So an entry that applies to nothing
//! is a fault, and so is one whose day has passed.

use super::place::Place;
use super::row::{Accepted, Judged, Row};
use super::{Fault, Material};
use crate::acceptance::{self, Sorted, Subject};
use crate::change::kind;
use crate::hazard;
use crate::side::Side;

/// Something that can be accepted: a whole change by its kind, or a hazard of it.
#[derive(Debug)]
struct Found {
    row: usize,
    code: String,
    object: String,
}

/// Marks what the new side accepts, and returns the entries that apply to nothing. Lints have a list of their own.
pub fn apply(rows: &mut [Row], material: &Material<'_>) -> Vec<Fault> {
    let is_meant = |code: &str| hazard::find(code).is_some() || kind::find(code).is_some();
    let entries = material.accepted.iter().filter(|entry| is_meant(&entry.code));
    let found = rows.iter().enumerate().flat_map(|(at, row)| found(at, row)).collect();
    let Sorted { accepted, faults, .. } = acceptance::sort(entries, material.today, found, Found::subject);
    for (found, entry) in accepted {
        let accepted = Accepted { reason: entry.reason.clone(), until: entry.until.as_ref().map(ToString::to_string) };
        let judged = rows[found.row].findings.iter_mut().filter(|judged| found.covers(judged));
        judged.for_each(|judged| judged.accepted = Some(accepted.clone()));
    }
    faults.into_iter().map(|diagnostic| fault(diagnostic, material.new)).collect()
}

/// An object's name as it is written in YAML.
pub fn written(object: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let starts = object.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts && object.chars().all(is_plain) { object.to_owned() } else { serde_json::Value::from(object).to_string() }
}

fn found(at: usize, row: &Row) -> Vec<Found> {
    let hazards = row.hazards().into_iter().map(|hazard| hazard.code);
    let codes = std::iter::once(row.kind.code).chain(hazards);
    codes.map(|code| Found { row: at, code: code.to_owned(), object: row.object.clone() }).collect()
}

fn fault(diagnostic: crate::diagnostic::Diagnostic, new: &Side) -> Fault {
    let place = diagnostic.span().map(|span| Place::of_span(new, span));
    Fault { diagnostic, place }
}

impl Found {
    fn subject(&self) -> Subject<'_> {
        Subject { code: &self.code, object: &self.object }
    }

    /// Whether accepting this accepts a finding. What asks for input is not waved through.
    fn covers(&self, judged: &Judged) -> bool {
        let hazard = judged.finding.hazard;
        hazard.weight.can_be_accepted() && (hazard.code == self.code || kind::find(&self.code).is_some())
    }
}
