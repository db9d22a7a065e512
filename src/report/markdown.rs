//! A report for where people read Markdown: a pull request's comment, a job's page.
//!
//! A comment holds 65,536 characters. Where the whole report does not fit, it is written again with less, step by step,
//! and says what it leaves out; who gains and loses access is the last to be shortened.

use super::{AccessChange, Judged, Level, Report, Row, Told};
use crate::client::Client;
use crate::diagnostic::show::plural;
use crate::markup::{block, cell_code, cell_sentence, code, escaped, sentence, visible};

/// The most characters of a report, counted as code points: what GitHub takes, less some room for what is put around it.
pub const LIMIT: usize = 65_000;

/// No line of a table is shorter, in characters.
const SHORTEST_LINE: usize = 40;

/// How much of a report is written.
#[derive(Debug, Clone, Copy)]
struct Extent {
    /// Whether the statements are.
    statements: bool,
    /// Whether the diagram is.
    diagram: bool,
    /// What is said of findings of this level and graver.
    advice: Option<Level>,
    /// How many changes.
    rows: usize,
    /// How many differences in access.
    access: usize,
}

/// The report, as much of it as fits into a comment.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let whole = Extent {
        statements: true,
        diagram: true,
        advice: Some(Level::None),
        rows: report.rows.len(),
        access: report.access.len(),
    };
    let less = Extent { statements: false, ..whole };
    let bare = Extent { diagram: false, ..less };
    let grave = Extent { advice: Some(Level::Breaking), ..bare };
    let least = Extent { advice: None, ..grave };
    let steps = [whole, less, bare, grave, least];
    steps.into_iter().find_map(|extent| fitting(report, extent)).unwrap_or_else(|| cut(report, least))
}

/// As many changes as fit; where none does, as many differences in access.
fn cut(report: &Report, least: Extent) -> String {
    let of_rows = |rows| fitting(report, Extent { rows, ..least });
    let of_access = |access| fitting(report, Extent { rows: 0, access, ..least });
    let at_most = |all: usize| all.min(LIMIT / SHORTEST_LINE);
    let rows = most(at_most(report.rows.len()), of_rows);
    rows.or_else(|| most(at_most(report.access.len()), of_access)).unwrap_or_else(|| head(report))
}

/// What comes of the greatest number of at most `all` for which anything comes.
fn most(all: usize, of: impl Fn(usize) -> Option<String>) -> Option<String> {
    let (mut fits, mut beyond) = (of(0)?, all);
    let mut low = 0;
    while low + 1 < beyond {
        let middle = low.midpoint(beyond);
        match of(middle) {
            Some(text) => (fits, low) = (text, middle),
            None => beyond = middle,
        }
    }
    Some(fits)
}

fn fitting(report: &Report, extent: Extent) -> Option<String> {
    let text = written(report, extent);
    (text.chars().count() <= LIMIT).then_some(text)
}

fn written(report: &Report, extent: Extent) -> String {
    let parts = [
        head(report),
        left_out(report, extent),
        access(report, extent),
        table(report, extent),
        advice(report, extent),
        acceptances(report, extent),
        statements(report, extent),
        diagram(report, extent),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The line that says it all, and what was compared.
fn head(report: &Report) -> String {
    let verdict = match report.level() {
        Level::None => "No changes",
        Level::Safe => "Safe",
        Level::Dangerous => "Dangerous",
        Level::Breaking => "Breaking",
    };
    let faults = report
        .faults
        .iter()
        .map(|fault| format!("- **{}**: {}\n", fault.diagnostic.code.id, sentence(&fault.diagnostic.message)));
    let faults: String = faults.collect();
    let faults = if faults.is_empty() { faults } else { format!("\n{faults}") };
    let sides = format!("From {} to {}.\n{faults}", escaped(&report.old.label), escaped(&report.new.label));
    if report.rows.is_empty() {
        format!("## {verdict}\n\n{sides}")
    } else {
        format!("## {verdict}: {}\n\n{sides}", report.summary())
    }
}

/// What does not fit, in a sentence each.
fn left_out(report: &Report, extent: Extent) -> String {
    let mut left = Vec::new();
    if !extent.statements {
        left.push("the statements of the migration".to_owned());
    }
    if !extent.diagram {
        left.push("the diagram".to_owned());
    }
    match extent.advice {
        Some(Level::Breaking) => left.push("what is to be known of changes that are not breaking".to_owned()),
        Some(Level::None | Level::Safe | Level::Dangerous) => {}
        None => left.push("what is to be known of each change".to_owned()),
    }
    if extent.rows < report.rows.len() {
        left.push(plural(report.rows.len() - extent.rows, "change"));
    }
    if extent.access < report.access.len() {
        left.push(plural(report.access.len() - extent.access, "difference") + " in access");
    }
    if left.is_empty() {
        return String::new();
    }
    format!(
        "> **Note:** this is too long for a comment. Left out: {}. `crmgen diff --verbose` shows all.\n",
        left.join(", ")
    )
}

fn access(report: &Report, extent: Extent) -> String {
    let row = |change: &AccessChange| {
        let word = if change.widens { "**widens**" } else { "narrows" };
        let AccessChange { role, table, verb, before, after, .. } = change;
        let (before, after) = (rows(before), rows(after));
        format!("| {word} | {} | {verb} | {} | {before} | {after} |\n", cell_code(role), cell_code(table))
    };
    let lines: String = report.access.iter().take(extent.access).map(row).collect();
    if lines.is_empty() {
        return lines;
    }
    format!(
        "### Access\n\n| | Role | May | Table | Rows before | Rows after |\n| --- | --- | --- | --- | --- | --- |\n{lines}"
    )
}

/// A condition on rows, cut where it is so long that nobody reads it in a table.
fn rows(text: &str) -> String {
    cell_sentence(&shortened(text, 300))
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{} …", &text[..at]),
        None => text.to_owned(),
    }
}

fn table(report: &Report, extent: Extent) -> String {
    let lines: String = report.rows.iter().take(extent.rows).map(line).collect();
    if lines.is_empty() {
        return lines;
    }
    let heads = ["", "Change", "Database", "Access", "Clients"];
    let rule = "| --- ".repeat(heads.len());
    format!("### Changes\n\n| {} |\n{rule}|\n{lines}", heads.join(" | "))
}

fn line(row: &Row) -> String {
    let level = match row.level() {
        Level::Breaking => "**breaking**",
        Level::Dangerous => "dangerous",
        Level::Safe | Level::None if row.is_accepted() => "accepted",
        Level::Safe | Level::None => "safe",
    };
    let cells = [
        format!("{level}{}", codes(row)),
        format!("{} {}", code(row.kind.code), cell_code(&row.object)),
        row.database.word().to_owned(),
        row.reach.word().to_owned(),
        clients(row),
    ];
    format!("| {} |\n", cells.join(" | "))
}

/// The codes of what asks for somebody, or would if the schema did not accept it.
fn codes(row: &Row) -> String {
    let asks = |judged: &Judged| judged.level() > Level::Safe || judged.accepted.is_some();
    let is_shown = |code: &str| row.findings.iter().any(|judged| judged.finding.hazard.code == code && asks(judged));
    let codes = row.hazards().into_iter().map(|hazard| hazard.code).filter(|code| is_shown(code));
    codes.map(|one| format!("<br>{}", code(one))).collect()
}

/// What a change is to clients, in few words: a comment is narrow, and the members that break stand below the table.
fn clients(row: &Row) -> String {
    let broken =
        Client::ALL.into_iter().filter(|client| row.clients.iter().any(|one| one.client == *client && one.breaking));
    let broken: Vec<_> = broken.map(Client::word).collect();
    match (broken.as_slice(), row.clients.as_slice()) {
        ([], []) => "-".to_owned(),
        ([], _) => "compatible".to_owned(),
        _ => format!("breaks {}", broken.join(", ")),
    }
}

/// What is to be known of each change: unfolded where it is breaking.
fn advice(report: &Report, extent: Extent) -> String {
    let Some(least) = extent.advice else { return String::new() };
    let of = |is_meant: &dyn Fn(&Row) -> bool| {
        let is_told = |row: &&Row| row.level() >= least && !(row.findings.is_empty() && row.parts.is_empty());
        let rows = report.rows.iter().filter(is_told).filter(|row| is_meant(row));
        rows.map(item).collect::<String>()
    };
    let breaking = of(&|row| row.level() == Level::Breaking);
    let others = of(&|row| row.level() < Level::Breaking);
    let breaking = if breaking.is_empty() { breaking } else { format!("### What breaks\n\n{breaking}") };
    let others = folded("What else is to be known", &others);
    [breaking, others].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn item(row: &Row) -> String {
    let place = row.places.written.as_ref().map(|place| format!(" ({})", code(&place.to_string())));
    let findings: String = row.told().iter().map(finding).collect();
    let summary = sentence(&shortened(&row.summary, 1000));
    let parts = row.with().map(|parts| format!(" With it: {}.", escaped(&parts))).unwrap_or_default();
    format!("- {}{}: {summary}{parts}\n{findings}", code(&row.object), place.unwrap_or_default())
}

fn finding(told: &Told<'_>) -> String {
    let Judged { finding, accepted } = told.judged;
    let codes = told.codes.iter().map(|one| code(one)).collect::<Vec<_>>().join(", ");
    let mut text = format!("  - {codes}: {}", sentence(&shortened(told.why, 1000)));
    if !finding.remedy.is_empty() {
        text += &format!(" *{}*", sentence(&shortened(&finding.remedy, 1000)));
    }
    if let Some(accepted) = accepted {
        text += &format!(" **Accepted:** {}", escaped(&shortened(&accepted.to_string(), 1000)));
    }
    text += "\n";
    if let Some(count) = &finding.count {
        text += &format!("    {}\n", code(&shortened(count, 1000)));
    }
    text
}

/// What to write so that breaking changes pass.
fn acceptances(report: &Report, extent: Extent) -> String {
    let lines = report.acceptances();
    if lines.is_empty() || extent.advice.is_none() {
        return String::new();
    }
    folded(
        &format!("To accept what breaks, say why in {}", report.accepts_in()),
        &block("yaml", &format!("accept:\n{lines}")),
    )
}

fn statements(report: &Report, extent: Extent) -> String {
    if report.steps.is_empty() || !extent.statements {
        return String::new();
    }
    let batches: Vec<_> = report.steps.iter().map(|steps| format!("-- {}\n{}", steps.title(), steps.sql())).collect();
    folded(&format!("Migration: {}", report.migration()), &block("sql", &visible(&batches.join("\n"))))
}

fn diagram(report: &Report, extent: Extent) -> String {
    match report.diagram.mermaid() {
        Some(mermaid) if extent.diagram => {
            folded("Tables that change, and those beside them", &block("mermaid", &mermaid))
        }
        Some(_) | None => String::new(),
    }
}

/// A part that opens when its title is clicked.
fn folded(title: &str, text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("<details>\n<summary>{title}</summary>\n\n{text}\n</details>\n")
    }
}
