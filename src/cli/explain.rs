//! `crmgen explain`: what a code means.

use clap::Args;
use serde::Serialize;

use super::answer::{Answer, Stop};
use super::context::Context;
use crate::diagnostic::show::plural;
use crate::diagnostic::{Code, codes};
use crate::lint;
use crate::source::Sources;

/// Explain a code, with what to write instead; without one, list them all.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen explain E0301")]
pub struct Explain {
    /// A code of an error or a lint (`E0301`, `L0001`), or a lint's name.
    code: Option<String>,
}

/// A code, for programs.
#[derive(Serialize)]
struct Explained {
    code: &'static str,
    title: &'static str,
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
            let codes: Vec<_> = found.into_iter().map(explained).collect();
            context.json((&Sources::default(), &[]), &summary, serde_json::json!({ "codes": codes }))
        } else if self.code.is_some() {
            found.into_iter().map(explanation).collect()
        } else {
            let lines: String = found.iter().map(|code| format!("{}  {}\n", code.id, code.title)).collect();
            lines + &context.summary(&format!("{}; `crmgen explain CODE` explains one", plural(found.len(), "code")))
        };
        Ok(Answer::clean(text))
    }
}

/// Every code there is: faults first, then lints.
fn all() -> impl Iterator<Item = &'static Code> {
    codes::ALL.iter().copied().chain(lint::ALL.iter().map(|lint| &lint.code))
}

fn find(written: &str) -> Option<&'static Code> {
    let by_name = || lint::ALL.iter().find(|lint| lint.name == written.replace('-', "_")).map(|lint| &lint.code);
    all().find(|code| code.id.eq_ignore_ascii_case(written)).or_else(by_name)
}

fn unknown(written: &str) -> Stop {
    let names = lint::ALL.iter().map(|lint| lint.name);
    Stop::unknown("code", written, all().map(|code| code.id).chain(names)).and_help("`crmgen explain` lists them all")
}

fn explanation(code: &'static Code) -> String {
    let Explained { code, title, explanation } = explained(code);
    format!("{code}: {title}\n\n{explanation}\n")
}

/// A code with its explanation as it is read: the texts of faults come from comments, whose lines start with a blank.
fn explained(code: &'static Code) -> Explained {
    let lines: Vec<_> = code.explanation.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    Explained { code: code.id, title: code.title, explanation: lines.join("\n").trim_end().to_owned() }
}
