//! `crmgen diff`: what a build would change.

use clap::Args;

use super::answer::{Answer, Status, Stop};
use super::context::Context;
use super::{side, unified};
use crate::side::Side;
use crate::write::FOLDER;

/// Show how the files that are there differ from what the schema makes now.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen diff --exit-code")]
pub struct Diff {
    /// Exit with 1 if there is a difference.
    #[arg(long)]
    exit_code: bool,
    /// The old side: a commit, a schema folder, a `model.json`, or SQL (several files if given several times).
    #[arg(long, value_name = "SIDE", allow_hyphen_values = true)]
    against: Vec<String>,
    /// The new side, named in the same ways; the schema here if not given.
    #[arg(long, value_name = "SIDE", allow_hyphen_values = true)]
    new: Vec<String>,
}

impl Diff {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        if !self.against.is_empty() || !self.new.is_empty() {
            return self.sides(context);
        }
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

    fn sides(&self, context: &Context) -> Result<Answer, Stop> {
        let (old, new) = side::both(context, &self.against, &self.new)?;
        let line = |word: &str, side: &Side| format!("{word}: {}, {} tables\n", side.label, side.facts.tables.len());
        let is_equal = old.facts == new.facts;
        let summary = if is_equal { "both hold the same" } else { "they differ" };
        let text = line("old", &old) + &line("new", &new) + &context.summary(summary);
        Ok(Answer { text, status: if self.exit_code && !is_equal { Status::Found } else { Status::Clean } })
    }
}
