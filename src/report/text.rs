//! A report for people at a terminal: a table of all changes, then each with what there is to know of it.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::{Judged, Level, Report, Row, Told};
use crate::client::Client;
use crate::diagnostic::show::Layout;
use crate::markup::{one_line, visible};
use crate::wrap::hung;

/// The heads of the table's columns.
const HEADS: [&str; 7] = ["", "change", "object", "database", "access", "Prisma", "Rust"];

/// The report without its last line, which is [`Report::summary`]. Statements are listed where `with_statements` is set.
#[must_use]
pub fn text(report: &Report, layout: Layout, with_statements: bool) -> String {
    let head = format!("old: {}\nnew: {}\n", visible(&report.old.to_string()), visible(&report.new.to_string()));
    let steps = if report.steps.is_empty() { String::new() } else { steps(report, layout, with_statements) };
    let parts = [table(report, layout), details(report, layout), access(report, layout), steps, acceptances(report)];
    let shown = parts.into_iter().filter(|part| !part.is_empty());
    std::iter::once(head).chain(shown).map(|part| part + "\n").collect()
}

/// One line for each change; where the terminal is too narrow for that, none, as the details say the same.
fn table(report: &Report, layout: Layout) -> String {
    let rows: Vec<_> = report.rows.iter().map(cells).collect();
    let heads = HEADS.map(str::to_owned);
    let width = |at: usize| rows.iter().chain([&heads]).map(|row| row[at].width()).max().unwrap_or_default();
    let widths: [usize; 7] = std::array::from_fn(width);
    if rows.is_empty() || widths.iter().sum::<usize>() + 2 * (widths.len() - 1) > layout.width {
        return String::new();
    }
    let line = |cells: &[String; 7], style: Style| {
        let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell}{:1$}", "", width - cell.width()));
        let line = padded.collect::<Vec<_>>().join("  ");
        let (first, rest) = line.split_at(widths[0]);
        format!("{style}{first}{style:#}{}\n", rest.trim_end())
    };
    let rows = rows.iter().zip(&report.rows).map(|(cells, row)| line(cells, style(row.level(), layout)));
    std::iter::once(line(&heads, Style::new())).chain(rows).collect()
}

fn cells(row: &Row) -> [String; 7] {
    let [prisma, rust] = Client::ALL.map(|client| verdict(row, client).to_owned());
    let (database, reach) = (row.database.word().to_owned(), row.reach.word().to_owned());
    [row.level().to_string(), row.kind.code.to_owned(), visible(&one_line(&row.object)), database, reach, prisma, rust]
}

/// What a change is to a client, in a word.
fn verdict(row: &Row, client: Client) -> &'static str {
    let mut changes = row.clients.iter().filter(|change| change.client == client).peekable();
    if changes.peek().is_none() {
        return "-";
    }
    if changes.any(|change| change.breaking) { "breaks" } else { "compatible" }
}

fn details(report: &Report, layout: Layout) -> String {
    let shown: Vec<_> = report.rows.iter().map(|row| detail(row, layout)).collect();
    shown.join("\n")
}

fn detail(row: &Row, layout: Layout) -> String {
    let level = row.level();
    let place = row.places.written.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
    let head = wrapped(&format!("{level}: {} {}{place}", row.kind.code, row.object), "", layout);
    let mut text = styled(&head, level.word(), level, layout);
    text += &wrapped(&row.summary, "  ", layout);
    text += &row.with().map(|parts| wrapped(&format!("With it: {parts}."), "  ", layout)).unwrap_or_default();
    row.told().iter().for_each(|told| text += &finding(told, layout));
    let compatible = row.clients.iter().filter(|change| !change.breaking);
    for change in compatible {
        text += &wrapped(&change.said(), "  ", layout);
    }
    text
}

fn finding(told: &Told<'_>, layout: Layout) -> String {
    let Judged { finding, accepted } = told.judged;
    let mut text = wrapped(&format!("{}: {}", told.codes.join(", "), told.why), "  ", layout);
    if !finding.remedy.is_empty() {
        text += &wrapped(&format!("= help: {}", finding.remedy), "    ", layout);
    }
    if let Some(count) = &finding.count {
        text += &wrapped(&format!("= count: {count}"), "    ", layout);
    }
    if let Some(accepted) = accepted {
        text += &wrapped(&format!("= accepted: {accepted}"), "    ", layout);
    }
    text
}

fn access(report: &Report, layout: Layout) -> String {
    let line = |change: &super::AccessChange| {
        let level = if change.widens { Level::Breaking } else { Level::Safe };
        let rows =
            format!("{} {} on {}: {} -> {}", change.role, change.verb, change.table, change.before, change.after);
        let lines = wrapped(&format!("{} {rows}", change.word()), "  ", layout);
        styled(&lines, change.word(), level, layout)
    };
    let lines: String = report.access.iter().map(line).collect();
    if lines.is_empty() { lines } else { format!("access\n{lines}") }
}

fn steps(report: &Report, layout: Layout, with_statements: bool) -> String {
    if !with_statements {
        return wrapped(&format!("migration: {}; `--verbose` lists them", report.migration()), "", layout);
    }
    let batch = |steps: &super::Steps| format!("-- {}\n{}", steps.title(), visible(&steps.sql()));
    let batches: Vec<_> = report.steps.iter().map(batch).collect();
    format!("migration: {}\n\n{}", report.migration(), batches.join("\n"))
}

/// What to write so that breaking changes pass. It is not wrapped, as it is there to be copied.
fn acceptances(report: &Report) -> String {
    let lines = report.acceptances();
    if lines.is_empty() {
        lines
    } else {
        format!("to accept what breaks, say why under `accept` in {}\n{lines}", report.accepts_in())
    }
}

/// Text in lines that fit, each indented. Further lines stand a little further in, so that each item is seen to be one.
fn wrapped(text: &str, indent: &str, layout: Layout) -> String {
    hung(visible(text).split_whitespace(), [indent, &format!("{indent}  ")], layout.width)
}

/// A text with its first such word in the colour of a level.
fn styled(text: &str, word: &str, level: Level, layout: Layout) -> String {
    let style = style(level, layout);
    text.replacen(word, &format!("{style}{word}{style:#}"), 1)
}

fn style(level: Level, layout: Layout) -> Style {
    let colour = match level {
        _ if !layout.colour => return Style::new(),
        Level::Breaking => AnsiColor::BrightRed,
        Level::Dangerous => AnsiColor::BrightYellow,
        Level::Safe | Level::None => AnsiColor::BrightGreen,
    };
    Style::new().bold().fg_color(Some(colour.into()))
}
