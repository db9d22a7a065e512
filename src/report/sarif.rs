//! A report in SARIF 2.1.0, which code scanners and editors read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::place::Place;
use super::remark::{Remark, remarks};
use super::{Level, Report};
use crate::diagnostic::codes;
use crate::hazard;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The report.
#[must_use]
pub fn sarif(report: &Report) -> String {
    let remarks = remarks(report);
    let codes: BTreeMap<_, _> = remarks.iter().map(|remark| (remark.code, ())).collect();
    let index: BTreeMap<_, _> = codes.keys().enumerate().map(|(at, code)| (*code, at)).collect();
    let rules: Vec<_> = codes.keys().filter_map(|code| rule(code)).collect();
    let results: Vec<_> = remarks.iter().map(|remark| result(remark, index[remark.code])).collect();
    let driver = json!({ "name": "crmgen", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules });
    let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results });
    format!("{:#}\n", json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }))
}

/// What a code means.
fn rule(code: &str) -> Option<Value> {
    let (title, explanation, level) = match hazard::find(code) {
        Some(hazard) => (hazard.title, hazard.explanation, Level::of(hazard)),
        None => codes::find(code).map(|code| (code.title, code.explanation, Level::Breaking))?,
    };
    let explanation = crate::markup::one_line(explanation);
    Some(json!({
        "id": code,
        "shortDescription": { "text": title },
        "fullDescription": { "text": explanation },
        "help": { "text": explanation },
        "defaultConfiguration": { "level": word(level) },
    }))
}

fn result(remark: &Remark<'_>, rule: usize) -> Value {
    let mut result = json!({
        "ruleId": remark.code,
        "ruleIndex": rule,
        "level": word(remark.level),
        "message": { "text": remark.message },
        "locations": remark.place.map(location).into_iter().collect::<Vec<_>>(),
        "partialFingerprints": { "crmgen/v1": remark.fingerprint },
    });
    if let Some(reason) = &remark.accepted {
        result["suppressions"] = json!([{ "kind": "inSource", "justification": reason }]);
    }
    result
}

fn location(place: &Place) -> Value {
    let region = json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    });
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&place.file) }, "region": region } })
}

const fn word(level: Level) -> &'static str {
    match level {
        Level::None | Level::Safe => "note",
        Level::Dangerous => "warning",
        Level::Breaking => "error",
    }
}

/// A path as a relative reference: every other byte than those that mean themselves by its number.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
