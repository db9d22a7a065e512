//! What every command starts from and ends with: the options, the terminal, the project.

use std::env;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use anstream::AutoStream;
use jiff::{Timestamp, tz::TimeZone};

use super::answer::{self, Answer, Faults, Status, Stop};
use super::{Colour, Format, Options};
use crate::diagnostic::show::{self, Layout};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Date, Model};
use crate::side::Refused;
use crate::source::Sources;
use crate::target::{Files, Take};
use crate::write::Output;

/// The options, and what the terminal can show.
pub struct Context {
    options: Options,
    command: &'static str,
    /// How to lay out what goes to standard output, or to the file that stands for it.
    pub out: Layout,
    /// How to lay out what goes to standard error.
    pub err: Layout,
}

/// A project whose schema has no fault.
pub struct Project {
    /// The folder that holds the schema's and the output.
    pub root: PathBuf,
    /// The schema's texts.
    pub sources: Rc<Sources>,
    /// What it means.
    pub model: Model,
}

impl Context {
    /// Looks at the terminal.
    pub fn new(options: Options, command: &'static str) -> Self {
        let (stdout, stderr) = (io::stdout(), io::stderr());
        let width = width(&stdout).or_else(|| width(&stderr));
        let layout = |colour| Layout { colour, width: width.unwrap_or(Layout::default().width) };
        let out = options.output_file.is_none() && options.color.is_on(&stdout);
        let err = options.color.is_on(&stderr);
        Self { options, command, out: layout(out), err: layout(err) }
    }

    /// Whether to list rather than count.
    pub fn is_verbose(&self) -> bool {
        self.options.verbose
    }

    /// Whether the result is for a program.
    pub fn is_json(&self) -> bool {
        self.options.output_format == Format::Json
    }

    /// How results are written.
    pub fn format(&self) -> Format {
        self.options.output_format
    }

    /// The end of a command whose results cannot be written the way that is asked for.
    pub fn no_such_format(&self) -> Stop {
        let format = clap::ValueEnum::to_possible_value(&self.format()).map(|value| value.get_name().to_owned());
        let message = format!("`crmgen {}` has no result in the format {}", self.command, format.unwrap_or_default());
        let help = "leave `--output-format` out, or write `--output-format json`".to_owned();
        Stop::Other { message, help: vec![help] }
    }

    /// Whether a bar may be drawn on standard error, if that is a terminal.
    pub fn shows_progress(&self) -> bool {
        !self.options.quiet && !self.options.verbose
    }

    /// Says on standard error what only those want to know who ask for more.
    pub fn detail(&self, text: &str) {
        if self.options.verbose {
            self.say(&format!("{text}\n"));
        }
    }

    /// Says on standard error what is happening, unless nothing is to be said.
    pub fn tell(&self, text: &str) {
        if !self.options.quiet {
            self.say(&format!("{text}\n"));
        }
    }

    /// A JSON document of this command.
    pub fn json(&self, findings: (&Sources, &[Diagnostic]), summary: &str, result: impl serde::Serialize) -> String {
        answer::json(self.command, findings, summary, result)
    }

    /// The line that ends a result; nothing under `--quiet`.
    pub fn summary(&self, text: &str) -> String {
        if self.options.quiet { String::new() } else { format!("{text}\n") }
    }

    /// The schema folder that `--schema` names.
    pub fn named_schema(&self) -> Option<&Path> {
        self.options.schema.as_deref()
    }

    /// The project's schema folder: the one that `--schema` names, or that around the working directory.
    pub fn schema_folder(&self) -> Result<PathBuf, Diagnostic> {
        self.options.schema.clone().or_else(find_schema).ok_or_else(no_project)
    }

    /// Reads the project's schema.
    pub fn load(&self) -> Result<Project, Stop> {
        let schema = self.schema_folder().map_err(|fault| Stop::from(Refused::bare(fault)))?;
        let crate::Loaded { sources, model } = crate::load(&schema);
        let sources = Rc::new(sources);
        match model {
            Ok(model) => Ok(Project { root: root_of(&schema), sources, model }),
            Err(found) => Err(Stop::Faults(Faults { sources, found })),
        }
    }

    /// Says at once, on standard error, what has to be read before the command goes on. A JSON result carries it itself.
    pub fn warn(&self, sources: &Sources, found: &[Diagnostic]) {
        if !self.options.quiet && !self.is_json() && !found.is_empty() {
            self.say(&show::text(sources, found, self.err));
        }
    }

    /// Prints a command's result, or why it has none, and returns the exit status.
    pub fn finish(&self, result: Result<Answer, Stop>) -> Status {
        let answer = result.unwrap_or_else(|stop| self.refuse(&stop));
        match self.print(&answer.text) {
            // Whoever reads has read enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => answer.status,
            Err(error) => {
                self.say(&Stop::from(anyhow::Error::new(error).context("cannot write the result")).text(self.err));
                Status::Failed
            }
            Ok(()) => answer.status,
        }
    }

    /// Says why there is no result: to people on standard error, to programs, where it is about the schema, in the result.
    fn refuse(&self, stop: &Stop) -> Answer {
        let text = match stop {
            Stop::Faults(Faults { sources, found }) if self.is_json() => {
                self.json((sources, found), &show::tally(found), serde_json::json!({}))
            }
            Stop::Faults(_) | Stop::System(_) | Stop::Unproven | Stop::Other { .. } => {
                self.say(&stop.text(self.err));
                String::new()
            }
        };
        Answer { text, status: stop.status() }
    }

    fn print(&self, text: &str) -> io::Result<()> {
        match &self.options.output_file {
            Some(path) if !text.is_empty() => answer::write_file(path, text),
            Some(_) => Ok(()),
            None => put(io::stdout(), self.out, text),
        }
    }

    fn say(&self, text: &str) {
        // Where standard error is closed there is nobody to tell.
        let _ = put(io::stderr(), self.err, text);
    }
}

impl Project {
    /// Makes every file of the output and checks that it says what the schema means.
    pub fn files(&self) -> Result<Files, Stop> {
        crate::generate(&self.model, &self.root).map_err(|found| self.stop(found))
    }

    /// The same, part by part.
    pub fn parts(&self, take: Take<'_>) -> Result<(), Vec<Diagnostic>> {
        crate::generate_parts(&self.model, &self.root, take)
    }

    /// Where the output lies.
    pub fn output(&self) -> Output {
        Output::of(&self.root)
    }

    /// Ends the command with findings in this schema.
    pub fn stop(&self, found: Vec<Diagnostic>) -> Stop {
        Stop::Faults(Faults { sources: Rc::clone(&self.sources), found })
    }
}

impl Colour {
    fn is_on(self, stream: &impl anstream::stream::RawStream) -> bool {
        match self {
            Self::Auto => AutoStream::choice(stream) != anstream::ColorChoice::Never,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

fn put(
    to: impl anstream::stream::RawStream + anstream::stream::AsLockedWrite,
    layout: Layout,
    text: &str,
) -> io::Result<()> {
    // Without colour the text goes out as it is: stripping escapes would change what the text itself holds.
    let mut to = if layout.colour { AutoStream::always(to) } else { AutoStream::always_ansi(to) };
    to.write_all(text.as_bytes())?;
    to.flush()
}

/// The width of the terminal behind a stream, in columns; `COLUMNS` overrides it.
fn width(stream: &impl AsFd) -> Option<usize> {
    let told = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    told.or_else(|| terminal_size::terminal_size_of(stream).map(|(width, _)| width.0.into()))
}

/// The day it is, in UTC.
pub fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date().into()
}

/// The schema folder of the project around the working directory.
fn find_schema() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    let mut folders = here.ancestors().flat_map(|at| [at.to_owned(), at.join("schema")]);
    folders.find(|folder| folder.join(crate::spec::folder::PROJECT_FILE).is_file())
}

/// The project's folder: the one the schema folder is in, by its name (a link's target lies elsewhere) where it has one.
pub fn root_of(schema: &Path) -> PathBuf {
    let is_named = matches!(schema.components().next_back(), Some(Component::Normal(_)));
    let whole = if is_named { std::path::absolute(schema) } else { schema.canonicalize() };
    whole.ok().and_then(|whole| Some(whole.parent()?.to_owned())).unwrap_or_default()
}

fn no_project() -> Diagnostic {
    let message = "no `schema/crmgen.yaml` here or in a folder above";
    Diagnostic::error(&codes::NO_PROJECT, message)
        .help("`crmgen init` writes a starting one; `--schema DIR` names a folder elsewhere")
}
