//! `crmgen diff`: what a build would change.

use clap::Args;

use super::answer::{Answer, Status, Stop};
use super::context::Context;
use super::unified;
use crate::write::FOLDER;

/// Show how the files that are there differ from what the schema makes now.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen diff --exit-code")]
pub struct Diff {
    /// Exit with 1 if there is a difference.
    #[arg(long)]
    exit_code: bool,
}

impl Diff {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        let project = context.load()?;
        let (files, output) = (project.files()?, project.output());
        let plan = output.plan(&files).map_err(|found| project.stop(found))?;
        context.warn(&project.sources, &plan.warnings());
        let summary = if plan.is_empty() { format!("{FOLDER} is up to date") } else { plan.summary() };
        let diffs = unified::diffs(&output, &plan, &files);
        let text = unified::show(context, &project, &diffs, &plan.warnings(), &summary);
        let is_found = self.exit_code && !plan.is_empty();
        Ok(Answer { text, status: if is_found { Status::Found } else { Status::Clean } })
    }
}
