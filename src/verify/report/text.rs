//! A report for people: a table of proofs by server, what failed, what else is to be known.

use anstyle::{AnsiColor, Style};

use super::{Report, Trial, line};
use crate::diagnostic::show::Layout;
use crate::markup::visible;
use crate::verify::proof::{Failure, Outcome};

/// The report without its last line, which is [`Report::summary`].
#[must_use]
pub fn text(report: &Report, layout: Layout) -> String {
    let trials = report.trials.iter().map(|trial| table(&report.artifacts, trial));
    let failures = report.failed().map(|(what, failure)| shown(&what, failure, layout));
    let untried = report.trials.iter().filter_map(untried);
    let notes = report.notes().into_iter().map(|(on, note)| format!("note: {on}: {note}\n"));
    trials.chain(failures).chain(untried).chain(notes).map(|part| format!("{part}\n")).collect()
}

fn table(artifacts: &Outcome, trial: &Trial) -> String {
    let outcomes: Vec<_> = std::iter::once(artifacts).chain(&trial.outcomes).collect();
    let width = outcomes.iter().map(|outcome| outcome.proof.len()).max().unwrap_or_default();
    let row = |outcome: &&Outcome| format!("  {:width$}  {}\n", outcome.proof, line(outcome));
    format!("{}\n{}", trial.name(), outcomes.iter().map(row).collect::<String>())
}

fn shown(what: &str, failure: &Failure, layout: Layout) -> String {
    let style =
        if layout.colour { Style::new().bold().fg_color(Some(AnsiColor::BrightRed.into())) } else { Style::new() };
    let width = failure.details.iter().map(|(what, _)| what.len()).max().unwrap_or_default();
    let detail = |(what, text): &(&str, String)| {
        // Further lines of a text stand under its first.
        let text = visible(text).lines().collect::<Vec<_>>().join(&format!("\n{:indent$}", "", indent = width + 4));
        format!("  {what:width$}  {text}\n")
    };
    let details: String = failure.details.iter().map(detail).collect();
    format!("{style}failed{style:#}: {what}: {}\n{details}", visible(&failure.title))
}

fn untried(trial: &Trial) -> Option<String> {
    let names = trial.untried.join(", ");
    (!names.is_empty()).then(|| format!("not tried on {}, as the stage could not be set: {names}\n", trial.name()))
}
