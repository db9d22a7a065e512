//! A report for GitLab's merge requests: its code quality format, a list of findings.

use serde_json::json;

use super::remark::{Remark, remarks};
use super::{Level, Report};

/// The report.
#[must_use]
pub fn gitlab(report: &Report) -> String {
    let issues: Vec<_> = remarks(report).iter().map(issue).collect();
    format!("{:#}\n", serde_json::Value::from(issues))
}

fn issue(remark: &Remark<'_>) -> serde_json::Value {
    let accepted = remark.accepted.as_ref().map(|reason| format!(" Accepted: {reason}")).unwrap_or_default();
    let (path, line) = remark.place.map_or(("schema", 1), |place| (place.file.as_str(), place.line));
    json!({
        "description": format!("{}: {}{accepted}", remark.code, remark.message),
        "check_name": remark.code,
        "fingerprint": remark.fingerprint,
        "severity": severity(remark.level),
        "location": { "path": path, "lines": { "begin": line } },
    })
}

const fn severity(level: Level) -> &'static str {
    match level {
        Level::None | Level::Safe => "info",
        Level::Dangerous => "major",
        Level::Breaking => "critical",
    }
}
