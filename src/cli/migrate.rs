//! `crmgen migrate`: the way from one schema to another, as files.

mod prove;

use std::path::{Path, PathBuf};

use clap::Args;

use super::answer::{Answer, Status, Stop};
use super::context::{Context, today};
use super::side;
use crate::acceptance::{Subject, accepting};
use crate::change::{Change, Finding, Hints};
use crate::diagnostic::show::{Layout, plural};
use crate::hazard::Weight;
use crate::markup::{one_line, visible};
use crate::migrate::style::{self, Style};
use crate::migrate::{self, Folder, Migration, Session, Stamp, State, Way};
use crate::model::Accepted;
use crate::side::Side;
use crate::source::Spanned;
use crate::target::Files;
use crate::verify::report;
use crate::wrap::hung;

/// Write the way from the last migration's schema to the one here, and back, as migration files.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen migrate add_lead_budget", after_help = catalogue())]
pub struct Migrate {
    /// What the migration is called in its files' names: lower-case letters, digits and underscores.
    #[arg(required_unless_present_any = ["from", "baseline", "stdout", "prove"])]
    name: Option<String>,
    /// The tool that runs the files; the last migration's if not given.
    #[arg(long, value_name = "STYLE")]
    style: Option<String>,
    /// The folder of the migrations.
    #[arg(long, value_name = "DIR", default_value = "migrations")]
    dir: PathBuf,
    /// When the migration was made, as fourteen digits in UTC: 20261122093000. The clock if not given.
    #[arg(long, value_name = "TIME")]
    timestamp: Option<String>,
    /// Take the database for what the schema makes now: record that, and write no migration.
    #[arg(long, conflicts_with_all = ["name", "from", "stdout", "timestamp"])]
    baseline: bool,
    /// Start from this instead of the last migration: a commit, a schema folder, a `model.json`, SQL files.
    #[arg(long, value_name = "SIDE", num_args = 1.., requires = "stdout")]
    from: Vec<String>,
    /// Lead to this instead of the schema here.
    #[arg(long, value_name = "SIDE", num_args = 1.., requires = "from")]
    to: Vec<String>,
    /// What SQL cannot say of the way (`was`, `backfill`, `using`, `replaced`, `dropped`, `accept`), as YAML.
    #[arg(long, value_name = "FILE", requires = "from")]
    hints: Option<PathBuf>,
    /// Print the way on instead of writing files.
    #[arg(long)]
    stdout: bool,
    /// With `--stdout`, print the way back.
    #[arg(long, requires = "stdout")]
    down: bool,
    /// Try both ways on throwaway servers first; where something does not hold, nothing is written or printed.
    #[arg(long, conflicts_with = "baseline")]
    prove: bool,
    /// With `--prove`, statements that put rows into an old side of SQL. A schema's rows are those of its seed.
    #[arg(long, value_name = "FILE", requires = "prove")]
    rows: Option<PathBuf>,
}

/// Both sides, and what leads from one to the other and back.
struct Course {
    old: Side,
    new: Side,
    hints: Hints,
    session: Session,
    up: Way,
    down: Way,
}

/// The last version in the folder: its stamp and its file's name.
type Last = Option<(Stamp, String)>;

impl Migrate {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        if self.from.is_empty() { self.since_the_last(context) } else { self.between_sides(context) }
    }

    /// From one named side to another, to standard output.
    fn between_sides(&self, context: &Context) -> Result<Answer, Stop> {
        let side::Sides { old, mut new, .. } = side::both(context, &self.from, &self.to)?;
        let said = side::said(&old, &mut new, self.hints.as_deref())?;
        let course = Course::between(old, new, said.hints)?;
        // What only a schema can accept does not stop a way that is printed, as what is missing does.
        let stops = unaccepted(&course.up, Weight::NeedsInput, &said.accepted, context.err);
        if stops.is_empty() {
            self.proven(context, &course, Path::new("."), None)?;
        }
        Ok(self.printed(context, &course, &stops))
    }

    /// From the last migration to the schema here.
    fn since_the_last(&self, context: &Context) -> Result<Answer, Stop> {
        let project = context.load()?;
        let files = project.files()?;
        let folder = Folder::read(&project.root.join(&self.dir))?;
        let state = State::read(&folder.state).map_err(unusable)?;
        let style = self.style(state.as_ref())?;
        let last = last(&folder, style, state.as_ref())?;
        if self.baseline {
            return self.record(&folder, &State::of(&name_of(&last), style.name, &files));
        }
        let old = before(state.as_ref())?;
        let mut new = side::of_project(&project)?;
        let said = side::said(&old, &mut new, None)?;
        let course = Course::between(old, new, said.hints)?;
        let stops = unaccepted(&course.up, Weight::Stops, &said.accepted, context.out);
        if course.up.plan.is_empty() {
            return Ok(Answer::clean(context.summary("the migrations lead to the schema as it is; nothing to write")));
        }
        if !stops.is_empty() && !self.stdout {
            return Ok(Answer { text: stops + &context.summary("no migration was written"), status: Status::Found });
        }
        if stops.is_empty() {
            self.proven(context, &course, &project.root, Some(&files))?;
        }
        if self.stdout {
            return Ok(self.printed(context, &course, &stops));
        }
        if self.name.is_none() {
            return Ok(Answer::clean(context.summary("proven; give the migration a name to have it written")));
        }
        let migration = Migration { stamp: self.stamp(&last)?, name: self.name()?, up: course.up, down: course.down };
        self.add(context, &folder, style, (migration, &course.session), &files)
    }

    /// Writes a migration, and what it leads to.
    fn add(
        &self,
        context: &Context,
        folder: &Folder,
        style: &Style,
        (migration, session): (Migration, &Session),
        generated: &Files,
    ) -> Result<Answer, Stop> {
        let files = (style.files)(&migration, session);
        let written = versions(style, files.keys()).last().map_or_else(String::new, |(_, name)| name.to_owned());
        let listed: String = files.keys().map(|name| format!("{}\n", self.dir.join(name).display())).collect();
        let summary = format!("{}, {}", plural(files.len(), "file"), tally(&migration.up));
        folder.add(files, State::of(&written, style.name, generated).files())?;
        Ok(Answer::clean(listed + &context.summary(&summary)))
    }

    fn record(&self, folder: &Folder, state: &State) -> Result<Answer, Stop> {
        folder.add(Default::default(), state.files())?;
        Ok(Answer::clean(format!(
            "{}: recorded; the next migration starts from the schema as it is now\n",
            self.dir.display()
        )))
    }

    /// A way as one text; where something stops it, that is said instead.
    fn printed(&self, context: &Context, course: &Course, stops: &str) -> Answer {
        if !stops.is_empty() {
            context.tell(stops.trim_end());
            return Answer { text: String::new(), status: Status::Found };
        }
        let (way, title) = if self.down { (&course.down, "The way back.") } else { (&course.up, "The way on.") };
        context.tell(&tally(way));
        Answer::clean(style::script(title, way, &course.session))
    }

    /// Tries the migration, where that is asked for; `made` is what is generated of the new side, where that is known.
    fn proven(&self, context: &Context, course: &Course, root: &Path, made: Option<&Files>) -> Result<(), Stop> {
        if !self.prove {
            return Ok(());
        }
        let report = prove::run(context, course, self.rows.as_deref(), (root, made))?;
        context.tell(&(report::text(&report, context.err) + &report.summary()));
        if report.failures() == 0 { Ok(()) } else { Err(Stop::Unproven) }
    }

    fn style(&self, state: Option<&State>) -> Result<&'static Style, Stop> {
        let recorded = state.map(|state| state.style.as_str());
        let name = self.style.as_deref().or(recorded).unwrap_or(style::ALL[0].name);
        style::find(name).ok_or_else(|| Stop::unknown("style", name, style::ALL.iter().map(|style| style.name)))
    }

    fn name(&self) -> Result<String, Stop> {
        let name = self.name.clone().unwrap_or_default();
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !name.is_empty() && name.len() <= MAX_NAME && name.chars().all(fits) {
            return Ok(name);
        }
        let message = format!("`{name}` cannot be a migration's name");
        let help = format!("at most {MAX_NAME} lower-case letters, digits and underscores: `add_lead_budget`");
        Err(Stop::Other { message, help: vec![help] })
    }

    /// When the migration was made; later than all that are there.
    fn stamp(&self, last: &Last) -> Result<Stamp, Stop> {
        let next = last.as_ref().map(|(stamp, _)| stamp.later(1));
        let Some(text) = &self.timestamp else {
            return Ok(next.map_or_else(Stamp::now, |next| Stamp::now().max(next)));
        };
        let stop = |message: String, help: &str| Stop::Other { message, help: vec![help.to_owned()] };
        let given = Stamp::parse(text).map_err(|_| {
            stop(format!("`{text}` is no time"), "write year, month, day, hour, minute and second: 20261122093000")
        })?;
        match next {
            Some(next) if given < next => {
                let message = format!("{given} is not later than the last migration, {}", name_of(last));
                Err(stop(message, "tools run migrations in the order of their times"))
            }
            Some(_) | None => Ok(given),
        }
    }
}

/// The most characters in a migration's name: file systems hold 255 bytes, of which the style needs some.
const MAX_NAME: usize = 100;

impl Course {
    fn between(old: Side, new: Side, hints: Hints) -> Result<Self, Stop> {
        let [up, down] = migrate::ways(&old.facts, &new.facts, &hints).map_err(anyhow::Error::new)?;
        let session = Session::between(new.model.as_ref(), &old.facts, &new.facts);
        Ok(Self { session, old, new, hints, up, down })
    }
}

/// The side that the migrations so far lead to.
fn before(state: Option<&State>) -> Result<Side, Stop> {
    match state {
        None => Ok(Side::empty("no migration yet")),
        Some(State { sql, model, .. }) => {
            let path = |name: &str| format!("{}/{name}", migrate::STATE);
            let side = Side::of_sql("the last migration", vec![(path("database.sql"), sql.clone())])?;
            let record = Side::of_record("the last migration", path("model.json"), model.as_str(), &|_| Ok(None));
            // Another version's record tells less, but its SQL is what the database holds.
            Ok(Side { model: record.ok().and_then(|record| record.model), ..side })
        }
    }
}

/// The last version in the folder; it must be the one that was recorded last.
fn last(folder: &Folder, style: &Style, state: Option<&State>) -> Result<Last, Stop> {
    let last = versions(style, folder.names.iter()).last().map(|(stamp, name)| (stamp, name.to_owned()));
    let recorded = state.map_or("", |state| state.last.as_str());
    if name_of(&last) == recorded {
        return Ok(last);
    }
    let names =
        [name_of(&last), recorded.to_owned()].map(|name| if name.is_empty() { "none".to_owned() } else { name });
    let [found, recorded] = names;
    let message = format!("the last migration is {found}, and the one that is recorded is {recorded}");
    let help = "bring back the one that is missing; or, where the schema already says what the last one does, \
                `crmgen migrate --baseline` records it";
    Err(Stop::Other { message, help: vec![help.to_owned()] })
}

fn name_of(last: &Last) -> String {
    last.as_ref().map_or_else(String::new, |(_, name)| name.clone())
}

/// The versions among files: those that a tool would run on the way on.
fn versions<'a>(style: &Style, names: impl Iterator<Item = &'a String>) -> impl Iterator<Item = (Stamp, &'a str)> {
    let version = |name: &'a String| {
        let stamp = name.strip_prefix(style.prefix)?.get(..14)?;
        let is_on = name.ends_with(style.ending) && !name.ends_with(".down.sql");
        Stamp::parse(stamp).ok().filter(|_| is_on).map(|stamp| (stamp, name.as_str()))
    };
    names.filter_map(version)
}

/// The findings at least that heavy which nothing accepts, for people, in lines that fit.
fn unaccepted(way: &Way, weight: Weight, accepted: &[Spanned<Accepted>], Layout { width, .. }: Layout) -> String {
    let today = today();
    let is_open = |change: &Change, finding: &Finding| {
        if !finding.hazard.weight.can_be_accepted() {
            return true;
        }
        let object = change.object.to_string();
        let mut codes = [finding.hazard.code, change.kind.code].into_iter();
        !codes.any(|code| accepting(accepted, today, Subject { code, object: &object }).is_some())
    };
    let open = way.at_least(weight).filter(|(change, finding)| is_open(change, finding));
    open.map(|(change, finding)| stop(change, finding, width)).collect()
}

/// A finding in lines that fit. What is to be copied stays whole.
fn stop(change: &Change, finding: &Finding, width: usize) -> String {
    let (code, object) = (finding.hazard.code, &change.object);
    let head = visible(&format!("stop[{code}]: {object}: {}", finding.why));
    let remedy = visible(&finding.remedy);
    let text = hung(head.split_whitespace(), ["", "  "], width) + &hung(remedy.split_whitespace(), HELP, width);
    if !finding.hazard.weight.can_be_accepted() {
        return text;
    }
    let entry = visible(&one_line(&format!("{{ code: {code}, object: {object}, reason: \"…\" }}")));
    text + &hung("or accept it in crmgen.yaml:".split(' ').chain([entry.as_str()]), HELP, width)
}

/// What stands in front of help, and under that in its further lines.
const HELP: [&str; 2] = ["  = help: ", "          "];

/// What a way comes to, in a line.
fn tally(way: &Way) -> String {
    let (changes, statements) = (way.changes.len(), way.plan.steps().count());
    let warnings = way.at_least(Weight::Warns).count();
    format!("{}, {}; {}", plural(changes, "change"), plural(statements, "statement"), plural(warnings, "warning"))
}

fn unusable(unusable: migrate::Unusable) -> Stop {
    let help = "bring the folder back as it was committed".to_owned();
    Stop::Other { message: unusable.0, help: vec![help] }
}

/// The styles, for the help.
fn catalogue() -> String {
    let line = |style: &&Style| format!("\n  {:15} {}", style.name, style.about);
    format!("Styles:{}", style::ALL.iter().map(line).collect::<String>())
}
