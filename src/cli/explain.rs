//! `crmgen explain`: what a code means.

use clap::Args;
use serde::Serialize;

use super::answer::{Answer, Stop};
use super::context::Context;
use crate::change::kind::{self, Kind};
use crate::diagnostic::show::plural;
use crate::diagnostic::{Code, codes};
use crate::source::Sources;
use crate::{hazard, lint};

/// Explain a code, with what to write instead; without one, list them all.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen explain E0301")]
pub struct Explain {
    /// A code of an error, a lint, a hazard or a change (`E0301`, `L0001`, `DELETES_DATA`, `column.drop`), or a lint's name.
    code: Option<String>,
}

/// A code, for programs.
#[derive(Serialize)]
struct Explained {
    code: &'static str,
    title: String,
    explanation: String,
}

impl Explain {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        let found = match &self.code {
            Some(written) => vec![find(written).ok_or_else(|| unknown(written))?],
            None => all().collect(),
        };
        let text = if context.is_json() {
            let summary = plural(found.len(), "code");
            context.json((&Sources::default(), &[]), &summary, serde_json::json!({ "codes": found }))
        } else if self.code.is_some() {
            found
                .into_iter()
                .map(|Explained { code, title, explanation }| format!("{code}: {title}\n\n{explanation}\n"))
                .collect()
        } else {
            let lines: String = found.iter().map(|found| format!("{}  {}\n", found.code, found.title)).collect();
            lines + &context.summary(&format!("{}; `crmgen explain CODE` explains one", plural(found.len(), "code")))
        };
        Ok(Answer::clean(text))
    }
}

/// Every code there is: faults first, then lints, hazards and kinds of change.
fn all() -> impl Iterator<Item = Explained> {
    let codes = codes::ALL.iter().copied().chain(lint::ALL.iter().map(|lint| &lint.code)).map(Explained::code);
    let hazards = hazard::ALL.iter().map(|hazard| Explained::new(hazard.code, hazard.title, hazard.explanation));
    codes.chain(hazards).chain(kind::ALL.iter().map(|kind| Explained::kind(kind)))
}

fn find(written: &str) -> Option<Explained> {
    let by_name = || lint::ALL.iter().find(|lint| lint.name == written.replace('-', "_")).map(|lint| &lint.code);
    all().find(|found| found.code.eq_ignore_ascii_case(written)).or_else(|| by_name().map(Explained::code))
}

fn unknown(written: &str) -> Stop {
    let names = lint::ALL.iter().map(|lint| lint.name);
    let known: Vec<_> = all().map(|known| known.code).chain(names).collect();
    Stop::unknown("code", written, known).and_help("`crmgen explain` lists them all")
}

impl Explained {
    /// Texts that come from comments have lines that start with a blank.
    fn new(code: &'static str, title: &str, explanation: &str) -> Self {
        let lines: Vec<_> = explanation.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        Self { code, title: title.to_owned(), explanation: lines.join("\n").trim_end().to_owned() }
    }

    fn code(code: &'static Code) -> Self {
        Self::new(code.id, code.title, code.explanation)
    }

    /// A kind of change has no title: the first of its sentences stands for it.
    fn kind(kind: &'static Kind) -> Self {
        let text = kind.explanation.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = text.split_once(". ").map_or(text.as_str(), |(first, _)| first).trim_end_matches('.');
        Self::new(kind.code, title, kind.explanation)
    }
}
