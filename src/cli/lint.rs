//! `crmgen lint`: advice on a correct schema.

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::answer::{Answer, Status, Stop};
use super::context::{Context, today};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::show::{tally, text};
use crate::lint;
use crate::model::Accepted;

/// Give advice on a correct schema; exit with 1 if there is any.
///
/// What the project file accepts (`accept: [{ code, object, reason }]`) is left out; `--verbose` lists it.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen lint --output-format json")]
pub struct Lint {}

/// An accepted finding, for programs.
#[derive(Serialize)]
struct Kept<'a> {
    code: &'a str,
    object: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl Lint {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        let project = context.load()?;
        let lint::Advice { found, accepted } = lint::lint(&project.model, today());
        let status = if found.is_empty() { Status::Clean } else { Status::Found };
        let summary = summary(&found, accepted.len());
        if context.is_json() {
            let kept: Vec<_> = accepted.iter().map(|(_, entry)| kept(entry)).collect();
            let result = json!({ "accepted": kept });
            return Ok(Answer { text: context.json((&project.sources, &found), &summary, result), status });
        }
        let mut shown = text(&project.sources, &found, context.out);
        if !shown.is_empty() {
            shown.push('\n');
        }
        if context.is_verbose() {
            shown.extend(accepted.iter().map(|(_, entry)| line(entry)));
        }
        Ok(Answer { text: shown + &context.summary(&summary), status })
    }
}

fn summary(found: &[Diagnostic], accepted: usize) -> String {
    let found = if found.is_empty() { "no advice".into() } else { tally(found) };
    if accepted == 0 { found } else { format!("{found}; {accepted} accepted") }
}

fn kept(entry: &Accepted) -> Kept<'_> {
    let Accepted { code, object, reason, until } = entry;
    Kept { code, object, reason, until: until.map(|until| until.to_string()) }
}

fn line(entry: &Accepted) -> String {
    let until = entry.until.map(|until| format!(" (until {until})")).unwrap_or_default();
    format!("accepted[{}]: {}: {}{until}\n", entry.code, entry.object, entry.reason)
}
