//! A report as commands to GitHub's runner, which shows each beside the line that it is about.

use super::place::Place;
use super::remark::{Remark, remarks};
use super::{Level, Report};

/// The report, a line for each remark that asks for somebody, or would if the schema did not accept it. GitHub shows ten
/// errors and ten warnings of a step, so the gravest come first.
#[must_use]
pub fn github(report: &Report) -> String {
    let is_shown = |remark: &&Remark<'_>| remark.level > Level::Safe || remark.accepted.is_some();
    remarks(report).iter().filter(is_shown).map(command).collect()
}

fn command(remark: &Remark<'_>) -> String {
    let command = match remark.level {
        Level::None | Level::Safe => "notice",
        Level::Dangerous => "warning",
        Level::Breaking => "error",
    };
    let place = remark.place.map(properties).unwrap_or_default();
    let accepted = remark.accepted.as_ref().map(|reason| format!("\nAccepted: {reason}")).unwrap_or_default();
    let message = data(&format!("{}{accepted}", remark.message));
    format!("::{command} {place}title={}::{message}\n", property(remark.code))
}

fn properties(place: &Place) -> String {
    let mut text = format!("file={},line={},endLine={},", property(&place.file), place.line, place.end_line);
    // Columns are taken for a range within one line alone.
    if place.line == place.end_line {
        text += &format!("col={},endColumn={},", place.column, place.end_column);
    }
    text
}

/// Text in which nothing ends the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text in which nothing ends the property either.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
