//! `crmgen diff`: what changes in meaning between two sides, to whom, and how grave it is.

mod generated;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::Format;
use super::answer::{Answer, Status, Stop};
use super::context::{Context, today};
use super::git::Repository;
use super::side::{self, Sides};
use crate::change::{Comparison, Direction};
use crate::client;
use crate::plan::{self, Cycle};
use crate::report::{self, Level, Material, Report};
use crate::resolve::hints::Said;
use crate::side::{Refused, Side};
use crate::spec::folder;
use crate::write::FOLDER;
use generated::Generated;

/// Tell what a change of the schema means: to the database, to who may reach what, and to code; exit with 1 if it is grave.
///
/// The old side is the schema where work here parted from the default branch, if nothing else is named. A change passes
/// that the project file accepts (`accept: [{ code, object, reason }]`); an entry that applies to no change is an error.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen diff --against origin/main --fail-on dangerous")]
pub struct Diff {
    /// The old side: a commit, a schema folder, a `model.json`, or SQL (several files if given several times).
    #[arg(long, value_name = "SIDE", allow_hyphen_values = true)]
    against: Vec<String>,
    /// The new side, named in the same ways; the schema here if not given.
    #[arg(long, value_name = "SIDE", allow_hyphen_values = true)]
    new: Vec<String>,
    /// What SQL cannot say of the way (`was`, `backfill`, `using`, `replaced`, `dropped`, `accept`), as YAML.
    #[arg(long, value_name = "FILE", requires = "new")]
    hints: Option<PathBuf>,
    /// Exit with 1 if a change is of this level, or graver.
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Threshold::Breaking)]
    fail_on: Threshold,
    /// Exit with 1 if anything differs.
    #[arg(long)]
    exit_code: bool,
    /// Show as well how each generated file differs from what the schema makes now.
    #[arg(long)]
    files: bool,
}

/// From which level on a change fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Threshold {
    /// No change does.
    None,
    /// Every change does.
    Safe,
    /// What somebody must look at does.
    Dangerous,
    /// What loses data, opens the wall between tenants, breaks code or cannot be carried out does.
    Breaking,
}

/// The command's own keys of a JSON document.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    report: report::Document<'a>,
    generated: Option<generated::Document<'a>>,
}

impl Diff {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        let Sides { old, mut new, origin } = side::both(context, &self.against, &self.new)?;
        let said = side::said(&old, &mut new, self.hints.as_deref())?;
        let with_files = self.files || context.is_json();
        let generated = || match self.new.as_slice() {
            [] => Generated::of(context, (&old, origin.as_ref()), &new, with_files),
            [_, ..] => Ok(None),
        };
        let (report, generated) = rayon::join(|| compared(&old, &new, &said), generated);
        let mut report = report.map_err(cycle)?;
        if self.new.is_empty() && is_for_a_host(context.format()) {
            name_files_from_the_top(context, &mut report);
        }
        let generated = match generated {
            Ok(generated) => generated,
            Err(found) => return Err(Refused { sources: new.sources, found }.into()),
        };
        let differs = !report.rows.is_empty() || generated.as_ref().is_some_and(Generated::is_stale);
        let is_found = report.fails(self.fail_on.level()) || (self.exit_code && differs);
        let status = if is_found { Status::Found } else { Status::Clean };
        Ok(Answer { text: self.shown(context, &new, &report, generated.as_ref()), status })
    }

    fn shown(&self, context: &Context, new: &Side, report: &Report, generated: Option<&Generated>) -> String {
        let faults = report.faults.iter().map(|fault| &fault.diagnostic);
        let found: Vec<_> = faults.chain(generated.iter().flat_map(|one| &one.warnings)).cloned().collect();
        let summary = summary(report, generated);
        match context.format() {
            Format::Text => {
                context.warn(&new.sources, &found);
                let text = report::text(report, context.out, context.is_verbose());
                let generated = generated.map(|one| one.text(context.out)).unwrap_or_default();
                text + &generated + &context.summary(&summary)
            }
            Format::Json => {
                let generated = generated.map(Generated::document);
                context.json((&new.sources, &found), &summary, Document { report: report::json(report), generated })
            }
            Format::Markdown => report::markdown(report),
            Format::Github => report::github(report),
            Format::Sarif => report::sarif(report),
            Format::Junit => report::junit(report, self.fail_on.level()),
            Format::Gitlab => report::gitlab(report),
        }
    }
}

impl Threshold {
    const fn level(self) -> Option<Level> {
        match self {
            Self::None => None,
            Self::Safe => Some(Level::Safe),
            Self::Dangerous => Some(Level::Dangerous),
            Self::Breaking => Some(Level::Breaking),
        }
    }
}

/// What differs between two sides.
fn compared(old: &Side, new: &Side, said: &Said) -> Result<Report, Cycle> {
    let comparison = Comparison::of(&old.facts, &new.facts, &said.hints);
    let access = comparison.access();
    let changes = comparison.changes(Direction::Up);
    let plan = plan::plan(&changes)?;
    let models = old.model.as_ref().zip(new.model.as_ref());
    let clients = models.map(|(old, new)| client::differences(old, new)).unwrap_or_default();
    let (changes, plan, access, clients, accepted) = (&changes, &plan, &access, &clients, &said.accepted);
    Ok(Report::of(&Material { old, new, changes, plan, access, clients, accepted, today: today() }))
}

/// Whether a format is read by what knows a repository's files by their paths from its top.
const fn is_for_a_host(format: Format) -> bool {
    match format {
        Format::Github | Format::Sarif | Format::Gitlab => true,
        Format::Text | Format::Json | Format::Markdown | Format::Junit => false,
    }
}

/// Names the files of the schema here by their paths from the repository's top, where it lies in one.
fn name_files_from_the_top(context: &Context, report: &mut Report) {
    let Ok(schema) = context.schema_folder() else { return };
    if let Ok(repository) = Repository::around(&schema) {
        report.relocate(&folder::shown_name(&schema), repository.place());
    }
}

/// The line that says it all.
fn summary(report: &Report, generated: Option<&Generated>) -> String {
    let stale = generated.filter(|one| one.is_stale()).map(|_| format!("; {FOLDER} is stale"));
    report.summary() + &stale.unwrap_or_default()
}

fn cycle(cycle: Cycle) -> Stop {
    let help = "this is a fault of crmgen's: please report both schemas".to_owned();
    Stop::Other { message: cycle.to_string(), help: vec![help] }
}
