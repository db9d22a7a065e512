//! `crmgen build`: schema to files.

use clap::Args;
use serde::Serialize;

use super::answer::{Answer, Status, Stop};
use super::context::{Context, Project};
use super::unified;
use crate::diagnostic::show::plural;
use crate::write::{FOLDER, Output, WritePlan};

/// Make every file from the schema: all of them, or none where something is wrong.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen build --check")]
pub struct Build {
    /// Write nothing; show what would change, and exit with 1 if anything would.
    #[arg(long)]
    check: bool,
}

/// The files of a plan, for programs.
#[derive(Serialize)]
struct Changed<'a> {
    added: &'a [String],
    changed: &'a [String],
    removed: &'a [String],
    unchanged: usize,
}

impl Build {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        let project = context.load()?;
        let output = project.output();
        if self.check { check(context, &project, &output) } else { build(context, &project, &output) }
    }
}

fn build(context: &Context, project: &Project, output: &Output) -> Result<Answer, Stop> {
    let plan = output
        .write(|take| project.parts(take), |plan| context.warn(&project.sources, &plan.warnings()))
        .map_err(|found| project.stop(found))?;
    Ok(Answer::clean(report(context, project, &plan)))
}

fn report(context: &Context, project: &Project, plan: &WritePlan<'_>) -> String {
    let count = plural(plan.added.len() + plan.changed.len() + plan.unchanged.len(), "file");
    let summary = if plan.is_empty() {
        format!("{FOLDER}: {count}, all up to date")
    } else {
        format!("{FOLDER}: {count}; {}", plan.summary())
    };
    if context.is_json() {
        let files = Changed {
            added: &plan.added,
            changed: &plan.changed,
            removed: &plan.removed,
            unchanged: plan.unchanged.len(),
        };
        return context.json((&project.sources, &plan.warnings()), &summary, serde_json::json!({ "files": files }));
    }
    let listed = if context.is_verbose() { list(plan) } else { String::new() };
    listed + &context.summary(&summary)
}

fn list(plan: &WritePlan<'_>) -> String {
    let line = |what: &str, path: &str| format!("{what:7} {FOLDER}/{path}\n");
    let added = plan.added.iter().map(|path| line("added", path));
    let changed = plan.changed.iter().map(|path| line("changed", path));
    let removed = plan.removed.iter().map(|path| line("removed", path));
    added.chain(changed).chain(removed).collect()
}

fn check(context: &Context, project: &Project, output: &Output) -> Result<Answer, Stop> {
    let (plan, diffs) = unified::compared(output, |take| project.parts(take)).map_err(|found| project.stop(found))?;
    context.warn(&project.sources, &plan.warnings());
    let summary = match plan.summary() {
        nothing if nothing.is_empty() => format!("{FOLDER} is up to date"),
        changes => format!("{FOLDER} is stale: {changes}; run `crmgen build`"),
    };
    let text = unified::show(context, project, &diffs, &plan.warnings(), &summary);
    Ok(Answer { text, status: if plan.is_empty() { Status::Clean } else { Status::Found } })
}
