//! Findings compared with what a schema accepts: which are still to be reported, which may stay and why, and which
//! entries of the list apply to nothing.
//!
//! This layer knows codes, names of objects and dates. It does not know what a finding is, nor where it was found: lints
//! and changes are treated alike.

use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::model::{Accepted, Date};
use crate::source::Spanned;

/// What an entry is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'f> {
    /// The finding's code.
    pub code: &'f str,
    /// The dotted name of what it is about.
    pub object: &'f str,
}

/// Findings, sorted out.
#[derive(Debug)]
pub struct Sorted<'a, F> {
    /// Those that nothing accepts.
    pub open: Vec<F>,
    /// Those that are accepted, each with the entry that says so.
    pub accepted: Vec<(F, &'a Accepted)>,
    /// What is wrong with the list: entries that apply to nothing, or no more.
    pub faults: Vec<Diagnostic>,
}

/// Sorts findings out. `entries` are those for the codes that the findings may have; an entry counts up to its last day,
/// compared with `today`.
pub fn sort<'a, F>(
    entries: impl IntoIterator<Item = &'a Spanned<Accepted>>,
    today: Date,
    found: Vec<F>,
    subject: impl Fn(&F) -> Subject<'_>,
) -> Sorted<'a, F> {
    let mut faults = Vec::new();
    let mut valid = Vec::new();
    for entry in entries {
        if !found.iter().any(|found| applies(entry, subject(found))) {
            let objects = found.iter().map(&subject).filter(|found| found.code == entry.code).map(|found| found.object);
            faults.push(in_vain(entry, objects));
        } else if let Some(until) = entry.until.filter(|until| *until < today) {
            faults.push(expired(entry, until));
        } else {
            valid.push(&entry.value);
        }
    }
    let (mut open, mut accepted) = (Vec::new(), Vec::new());
    for found in found {
        match valid.iter().find(|entry| applies(entry, subject(&found))) {
            Some(entry) => accepted.push((found, *entry)),
            None => open.push(found),
        }
    }
    Sorted { open, accepted, faults }
}

/// The entry that accepts a finding on this day. Nothing is said of entries that accept nothing.
pub fn accepting<'a>(
    entries: &'a [Spanned<Accepted>],
    today: Date,
    subject: Subject<'_>,
) -> Option<&'a Spanned<Accepted>> {
    let counts = |entry: &Accepted| entry.until.is_none_or(|until| today <= until);
    entries.iter().find(|entry| applies(entry, subject) && counts(entry))
}

fn applies(entry: &Accepted, subject: Subject<'_>) -> bool {
    entry.code == subject.code && entry.object == subject.object
}

fn in_vain<'f>(entry: &Spanned<Accepted>, objects: impl Iterator<Item = &'f str>) -> Diagnostic {
    let message = format!("nothing of `{}` needs {} to be accepted", entry.object, entry.code);
    let fault =
        Diagnostic::error(&codes::ACCEPTED_IN_VAIN, message).at(entry.span, "accepted here").about(&entry.object);
    match nearest(&entry.object, objects) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("remove the entry, so that the next finding of this kind is seen"),
    }
}

fn expired(entry: &Spanned<Accepted>, until: Date) -> Diagnostic {
    let message = format!("{} of `{}` was accepted until {until}", entry.code, entry.object);
    Diagnostic::error(&codes::ACCEPTANCE_EXPIRED, message)
        .at(entry.span, "the date has passed")
        .about(&entry.object)
        .help("mend what it accepts, or give it a later date and a reason that still holds")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Sources, Span};

    fn entry(object: &str, until: Option<&str>) -> Spanned<Accepted> {
        let id = Sources::default().add("a.yaml", "");
        let until = until.map(|until| Date::parse(until).expect("a date"));
        let value = Accepted { code: "L0001".into(), object: object.into(), reason: "why".into(), until };
        Spanned::new(value, Span::new(id, 0, 0))
    }

    fn sorted(entry: &Spanned<Accepted>) -> (usize, usize, Vec<String>) {
        let today = Date::parse("2026-06-15").expect("a date");
        let found = vec![("L0001", "leads.score"), ("L0002", "leads.name")];
        let sorted = sort([entry], today, found, |&(code, object)| Subject { code, object });
        (sorted.open.len(), sorted.accepted.len(), sorted.faults.iter().map(|fault| fault.code.id.into()).collect())
    }

    #[test]
    fn an_entry_accepts_its_code_of_its_object_up_to_its_last_day() {
        for until in [None, Some("2026-06-15"), Some("2027-01-01")] {
            assert_eq!(sorted(&entry("leads.score", until)), (1, 1, vec![]), "{until:?}");
        }
        assert_eq!(sorted(&entry("leads.score", Some("2026-06-14"))), (2, 0, vec!["E1010".into()]));
    }

    #[test]
    fn an_entry_that_applies_to_nothing_is_a_fault_even_when_it_has_expired() {
        for until in [None, Some("2026-06-14")] {
            assert_eq!(sorted(&entry("leads.name", until)), (2, 0, vec!["E1009".into()]));
        }
        let slip = entry("leads.scor", None);
        let found = vec![("L0001", "leads.score")];
        let near = sort([&slip], Date::parse("1970-01-01").expect("a date"), found, |&(code, object)| Subject {
            code,
            object,
        });
        assert_eq!(near.faults[0].help, ["did you mean `leads.score`?"]);
    }
}
