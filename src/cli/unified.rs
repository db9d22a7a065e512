//! Differences between the output folder and what the schema makes, as unified diffs. Shared by `diff --files` and
//! `build --check`.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use similar::{Algorithm, ChangeTag, TextDiff};

use super::context::{Context, Project};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::show::Layout;
use crate::target::Take;
use crate::write::{Different, FOLDER, Output, WritePlan};

/// One file's difference.
#[derive(Debug, Serialize)]
pub struct FileDiff {
    /// Its path below the project's folder.
    path: String,
    /// `added`, `changed` or `removed`.
    status: &'static str,
    /// Lines that come.
    added_lines: usize,
    /// Lines that go.
    removed_lines: usize,
    /// The difference, in unified form; `patch -p1` takes it.
    diff: String,
}

/// Compares what the schema makes, part by part, with the output folder: what is to be done there, and the difference of
/// every file that this touches, in order of path.
///
/// # Errors
/// What stands in the way, or what `make` fails with.
pub fn compared(
    output: &Output,
    make: impl FnOnce(Take<'_>) -> Result<(), Vec<Diagnostic>>,
) -> Result<(WritePlan<'_>, Vec<FileDiff>), Vec<Diagnostic>> {
    let (mut comparison, mut diffs) = (output.compare()?, Vec::new());
    make(&mut |files| {
        diffs.extend(comparison.add(&files)?.into_iter().map(|file| made(output, file)));
        Ok(())
    })?;
    let plan = comparison.plan()?;
    diffs.extend(plan.removed.iter().map(|path| diff(path, "removed", &output.text(path), "")));
    diffs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((plan, diffs))
}

fn made(output: &Output, Different { path, text, is_new }: Different<'_>) -> FileDiff {
    if is_new { diff(path, "added", "", text) } else { diff(path, "changed", &output.text(path), text) }
}

/// The differences in the format the options ask for, the summary last.
pub fn show(context: &Context, project: &Project, diffs: &[FileDiff], found: &[Diagnostic], summary: &str) -> String {
    if context.is_json() {
        return context.json((&project.sources, found), summary, serde_json::json!({ "files": diffs }));
    }
    text(diffs, context.out) + &context.summary(summary)
}

/// The differences for people, an empty line behind each.
pub fn text(diffs: &[FileDiff], layout: Layout) -> String {
    let mut text = String::new();
    for diff in diffs {
        let head = format!("{} {}: +{} -{}", diff.status, diff.path, diff.added_lines, diff.removed_lines);
        text += &if layout.colour { format!("{BOLD}{head}{BOLD:#}\n") } else { head + "\n" };
        text += &if layout.colour { colour(&diff.diff) } else { diff.diff.clone() };
        text.push('\n');
    }
    text
}

fn diff(path: &str, status: &'static str, old: &str, new: &str) -> FileDiff {
    // No deadline: a diff that depends on the machine's load is no result.
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(old, new);
    let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    let path = format!("{FOLDER}/{path}");
    let side = |letter, is_there: bool| if is_there { format!("{letter}/{path}") } else { "/dev/null".into() };
    let (from, to) = (side("a", status != "added"), side("b", status != "removed"));
    FileDiff {
        status,
        added_lines: count(ChangeTag::Insert),
        removed_lines: count(ChangeTag::Delete),
        diff: diff.unified_diff().header(&from, &to).to_string(),
        path,
    }
}

const BOLD: Style = Style::new().bold();

/// A unified diff with its lines coloured as git colours them.
fn colour(diff: &str) -> String {
    let mut text = String::new();
    for (at, line) in diff.lines().enumerate() {
        let style = match line.chars().next() {
            _ if at < 2 => BOLD,
            Some('+') => AnsiColor::Green.on_default(),
            Some('-') => AnsiColor::Red.on_default(),
            Some('@') => AnsiColor::Cyan.on_default(),
            Some(_) | None => Style::new(),
        };
        writeln!(text, "{style}{line}{style:#}").expect("a string takes all");
    }
    text
}
