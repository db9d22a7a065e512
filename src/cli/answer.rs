//! What a command comes to, and how it reaches the outside: text, exit status, and what is said when it could not run.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;

use serde::Serialize;

use crate::diagnostic::show::{Finding, Layout, findings, tally};
use crate::diagnostic::{self, Code, Diagnostic, Severity, codes};
use crate::server::Unavailable;
use crate::side::Refused;
use crate::source::Sources;

/// A command's whole result.
#[derive(Debug)]
pub struct Answer {
    /// For standard output.
    pub text: String,
    /// The exit status.
    pub status: Status,
}

/// The exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 0: nothing to report.
    Clean,
    /// 1: findings.
    Found,
    /// 2: it could not run.
    Failed,
}

/// Why a command could not come to a result.
#[derive(Debug)]
pub enum Stop {
    /// The schema has faults, or its output cannot be made.
    Faults(Faults),
    /// The system refused: what was to be done, and why it could not.
    System(anyhow::Error),
    /// A proof failed, which has been told.
    Unproven,
    /// Something else: what, and what to do instead.
    Other {
        /// In one sentence without a full stop.
        message: String,
        /// One sentence each.
        help: Vec<String>,
    },
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::System(error)
    }
}

impl From<Unavailable> for Stop {
    fn from(Unavailable { message, help }: Unavailable) -> Self {
        Self::Other { message, help }
    }
}

impl From<Refused> for Stop {
    fn from(Refused { sources, found }: Refused) -> Self {
        Self::Faults(Faults { sources: Rc::new(sources), found })
    }
}

/// Findings with the texts they point into.
#[derive(Debug)]
pub struct Faults {
    /// The texts.
    pub sources: Rc<Sources>,
    /// The findings.
    pub found: Vec<Diagnostic>,
}

/// The version of every JSON document crmgen prints; it grows when a key changes its meaning or goes.
const SCHEMA_VERSION: u32 = 1;

/// A JSON document: what all commands have in common, and the command's own keys.
#[derive(Serialize)]
struct Document<'a, T> {
    schema_version: u32,
    command: &'a str,
    diagnostics: Vec<Finding<'a>>,
    summary: &'a str,
    #[serde(flatten)]
    result: T,
}

impl Answer {
    /// A result without findings.
    pub fn clean(text: String) -> Self {
        Self { text, status: Status::Clean }
    }
}

impl Stop {
    /// Findings that no text is to blame for.
    pub fn bare(found: Vec<Diagnostic>) -> Self {
        Self::Faults(Faults { sources: Rc::default(), found })
    }

    /// A name that is not there, with the nearest of those that are.
    pub fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let near = diagnostic::nearest(name, known).map(|near| format!("did you mean `{near}`?"));
        Self::Other { message: format!("no {what} `{name}`"), help: near.into_iter().collect() }
    }

    /// The same, with one more thing to do instead.
    pub fn and_help(mut self, text: &str) -> Self {
        if let Self::Other { help, .. } = &mut self {
            help.push(text.into());
        }
        self
    }

    /// The text for people, the last line of which says it all.
    pub fn text(&self, layout: Layout) -> String {
        match self {
            Self::Faults(Faults { sources, found }) => {
                let shown = diagnostic::show::text(sources, found, layout);
                format!("{shown}\n{}; nothing was done\n", tally(found))
            }
            Self::Unproven => String::new(),
            Self::System(error) => format!("error: {error:#}\n"),
            Self::Other { message, help } => {
                let help: String = help.iter().map(|help| format!("  = help: {help}\n")).collect();
                format!("error: {message}\n{help}")
            }
        }
    }

    /// The exit status.
    pub fn status(&self) -> Status {
        match self {
            Self::Faults(faults) if faults.found.iter().all(|found| !could_not_run(found)) => Status::Found,
            Self::Unproven => Status::Found,
            Self::Faults(_) | Self::System(_) | Self::Other { .. } => Status::Failed,
        }
    }
}

/// Whether a finding is no fault of the schema: it cannot be read, or what it makes cannot be written.
fn could_not_run(found: &Diagnostic) -> bool {
    static CODES: [&Code; 10] = [
        &codes::UNREADABLE,
        &codes::NO_PROJECT,
        &codes::NO_SUCH_SIDE,
        &codes::NO_REPOSITORY,
        &codes::NO_HISTORY,
        &codes::NOT_A_RECORD,
        &codes::UNREADABLE_SQL,
        &codes::TEMPLATE,
        &codes::OUTPUT_MISMATCH,
        &codes::OUTPUT_BLOCKED,
    ];
    found.severity == Severity::Error && CODES.contains(&found.code)
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Clean => Self::from(0),
            Status::Found => Self::from(1),
            Status::Failed => Self::from(2),
        }
    }
}

/// A JSON document with the findings and the command's own keys.
pub fn json(
    command: &str,
    (sources, found): (&Sources, &[Diagnostic]),
    summary: &str,
    result: impl Serialize,
) -> String {
    let diagnostics = findings(sources, found);
    let document = Document { schema_version: SCHEMA_VERSION, command, diagnostics, summary, result };
    let mut text = serde_json::to_string_pretty(&document).expect("keys are strings, and no number is NaN");
    text.push('\n');
    text
}

/// Writes a result to a file whole, or not at all. What is there and no regular file (a pipe, a device) is written to as
/// it is.
pub fn write_file(path: &Path, text: &str) -> io::Result<()> {
    let is_special = fs::metadata(path).is_ok_and(|found| !found.is_file());
    if is_special {
        return fs::write(path, text);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let staged = tempfile::Builder::new().permissions(permissions()).tempfile_in(folder)?;
    staged.as_file().write_all(text.as_bytes())?;
    staged.as_file().sync_all()?;
    staged.persist(path)?;
    Ok(())
}

/// Readable by all, as far as the process lets its files be.
fn permissions() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::Permissions::from_mode(0o666)
}

/// Says something on standard error. Where that is closed there is nobody to tell.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "crmgen: {text}");
}
