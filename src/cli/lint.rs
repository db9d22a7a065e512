//! `crmgen lint`: advice on a correct schema.

use clap::Args;
use serde_json::json;

use super::answer::{Answer, Status, Stop};
use super::context::Context;
use crate::diagnostic::show::{tally, text};
use crate::lint;

/// Give advice on a correct schema; exit with 1 if there is any.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen lint --output-format json")]
pub struct Lint {}

impl Lint {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        let project = context.load()?;
        let found = lint::lint(&project.model);
        let status = if found.is_empty() { Status::Clean } else { Status::Found };
        let summary = if found.is_empty() { "no advice".into() } else { tally(&found) };
        if context.is_json() {
            return Ok(Answer { text: context.json((&project.sources, &found), &summary, json!({})), status });
        }
        let mut shown = text(&project.sources, &found, context.out);
        if !shown.is_empty() {
            shown.push('\n');
        }
        Ok(Answer { text: shown + &context.summary(&summary), status })
    }
}
