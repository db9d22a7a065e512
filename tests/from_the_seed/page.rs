//! The page: prose by hand, tables between markers, each row with its reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde::Deserialize;

use crate::facts::Ordered;
use crate::support;

/// One difference.
pub struct Row {
    /// Where it is: `leads.id`.
    pub place: String,
    /// What the seed says; empty where it says nothing.
    pub there: String,
    /// What the schema says.
    pub here: String,
}

/// Why some differences exist.
#[derive(Deserialize)]
struct Reason {
    /// The places it holds for, `*` standing for any text.
    r#where: Vec<String>,
    /// The reason.
    why: String,
}

impl Row {
    /// A difference at a place.
    pub fn new(place: impl Into<String>, there: impl Into<String>, here: impl Into<String>) -> Self {
        Self { place: place.into(), there: there.into(), here: here.into() }
    }
}

/// Where the page is kept.
pub fn path() -> PathBuf {
    support::root().join("docs/from-the-seed.md")
}

/// The page as it should be: what is kept, with each table made anew.
pub fn fill(sections: &[(&str, Vec<Row>)]) -> String {
    let reasons: Ordered<Vec<Reason>> =
        serde_yaml::from_str(include_str!("reasons.yaml")).expect("the reasons are well formed");
    let mut page = fs::read_to_string(path()).expect("the page is there");
    for (section, rows) in sections {
        let reasons = reasons.0.iter().find(|(name, _)| name == section).map(|(_, reasons)| &**reasons);
        page = replace(&page, section, &table(section, rows, reasons.unwrap_or_default()));
    }
    page
}

/// Puts a table between its markers.
fn replace(page: &str, section: &str, table: &str) -> String {
    let (open, close) = (format!("<!-- made: {section} -->\n"), "<!-- end -->");
    let (before, rest) = page.split_once(&open).unwrap_or_else(|| panic!("the page has no place for {section}"));
    let (_, after) = rest.split_once(close).unwrap_or_else(|| panic!("{section} has no end"));
    format!("{before}{open}\n{table}\n{close}{after}")
}

fn table(section: &str, rows: &[Row], reasons: &[Reason]) -> String {
    let mut used = BTreeSet::new();
    let mut lines: Vec<(Vec<&str>, &str, &str, &str)> = Vec::new();
    for row in rows {
        let at = reasons.iter().position(|reason| reason.holds_for(&row.place));
        let at = at.unwrap_or_else(|| panic!("{section}: no reason for {}: {} → {}", row.place, row.there, row.here));
        used.insert(at);
        let line = (&*row.there, &*row.here, &*reasons[at].why);
        match lines.iter_mut().find(|(_, there, here, why)| (*there, *here, *why) == line) {
            Some((places, ..)) => places.push(&row.place),
            None => lines.push((vec![&row.place], line.0, line.1, line.2)),
        }
    }
    let unused = reasons.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, reason)| &reason.r#where);
    let unused: Vec<_> = unused.collect();
    assert!(unused.is_empty(), "{section}: reasons without a difference: {unused:?}");
    let lines = lines.iter().map(|(places, there, here, why)| line(places, there, here, why));
    format!("| Where | In the seed | Here | Why |\n|---|---|---|---|\n{}", lines.collect::<String>())
}

fn line(places: &[&str], there: &str, here: &str, why: &str) -> String {
    let places: Vec<_> = places.iter().map(|place| format!("`{place}`")).collect();
    let there = if there.is_empty() { "–" } else { there };
    let cells = [&places.join("<br>"), there, here, why.trim()].map(|cell| cell.replace('|', "\\|").replace('\n', " "));
    format!("| {} |\n", cells.join(" | "))
}

impl Reason {
    fn holds_for(&self, place: &str) -> bool {
        self.r#where.iter().any(|pattern| matches(pattern, place))
    }
}

/// Whether a pattern with `*` covers a text.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| matches(after, &rest[at..]))
        }),
    }
}
