//! A report for where people read Markdown: a merge request, a job's page.

use super::{Report, Trial, line};
use crate::markup::{block, escaped, visible};
use crate::verify::proof::{Failure, Outcome};

/// The report, its line that says it all on top.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let head = format!("## {}\n", report.summary());
    let trials = report.trials.iter().map(|trial| table(&report.artifacts, trial));
    let failures = report.failed().map(|(what, failure)| shown(&what, failure));
    let notes: String = report.notes().iter().map(|(on, note)| format!("- {on}: {}\n", escaped(note))).collect();
    let notes = (!notes.is_empty()).then_some(notes);
    let parts: Vec<_> = std::iter::once(head).chain(trials).chain(failures).chain(notes).collect();
    parts.join("\n")
}

fn table(artifacts: &Outcome, trial: &Trial) -> String {
    let row = |outcome: &Outcome| {
        let held = if outcome.failures.is_empty() { "holds" } else { "**fails**" };
        format!("| {} | {held} | {} |\n", outcome.proof, line(outcome))
    };
    let rows: String = std::iter::once(artifacts).chain(&trial.outcomes).map(row).collect();
    let untried: String = trial.untried.iter().map(|name| format!("| {name} | not tried | |\n")).collect();
    format!("| {} | | |\n| --- | --- | --- |\n{rows}{untried}", trial.name())
}

fn shown(what: &str, failure: &Failure) -> String {
    let detail = |(what, text): &(&str, String)| format!("{what}: {}\n", visible(text).replace('\n', "\n    "));
    let title = format!("### {what}: {}\n", escaped(&failure.title));
    if failure.details.is_empty() {
        return title;
    }
    let details: String = failure.details.iter().map(detail).collect();
    format!("{title}\n{}", block("text", &details))
}
