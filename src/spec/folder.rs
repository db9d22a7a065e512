//! A schema folder into sources: which files are read, in which order, within which limits.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::source::{SourceId, Sources, Span};

/// The project file's name.
pub const PROJECT_FILE: &str = "crmgen.yaml";

/// The largest file that is read, in bytes; a schema of ten thousand entities in one file has about 15 MB.
pub const MAX_FILE_BYTES: u64 = 32 << 20;

/// A file in memory: its path below the folder, and its bytes.
pub type InMemory = (String, Vec<u8>);

/// Reads every `*.yaml` of the folder and of those below it, in byte order of their paths, the project file first.
/// Sources are named by the folder's own name and the path in it: `schema/leads.yaml`. The ids are those of the sources
/// that are whole; one that is not UTF-8 is kept for its message alone.
#[must_use]
pub fn read(folder: &Path, faults: &mut Diagnostics) -> (Sources, Vec<SourceId>) {
    let shown = shown_name(folder);
    let mut paths = Vec::new();
    list(folder, &shown, &mut paths, faults);
    gather(&shown, paths, |name, path| read_file(&path, name), faults)
}

/// Takes a folder in that is in memory, its files by their paths in it, as [`read`] reads one from the disk.
#[must_use]
pub fn take(shown: &str, files: Vec<InMemory>, faults: &mut Diagnostics) -> (Sources, Vec<SourceId>) {
    let named = files.into_iter().map(|(below, bytes)| (format!("{shown}/{below}"), bytes));
    let wanted = named.filter(|(name, _)| is_wanted(name, faults)).collect();
    gather(shown, wanted, limited, faults)
}

/// The folder's own name, as messages and headers show it; `schema` where the path has none (`/`).
#[must_use]
pub fn shown_name(folder: &Path) -> String {
    let named = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    named
        .or_else(|| Some(folder.canonicalize().ok()?.file_name()?.to_string_lossy().into_owned()))
        .unwrap_or_else(|| "schema".into())
}

/// Whether a source of that name is the project file.
#[must_use]
pub fn is_project(name: &str) -> bool {
    name.rsplit('/').next() == Some(PROJECT_FILE)
}

fn list(folder: &Path, shown: &str, paths: &mut Vec<(String, PathBuf)>, faults: &mut Diagnostics) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return faults.push(unreadable(shown, &error.to_string())),
    };
    for entry in entries.flatten() {
        let name = format!("{shown}/{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            list(&path, &name, paths, faults);
        } else if is_wanted(&name, faults) {
            paths.push((name, path));
        }
    }
}

/// Whether a file's name is that of a schema file, or looks like one.
#[must_use]
pub fn is_schema_file(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

/// Whether a file is one of the schema's, or a fault where its name only looks so.
fn is_wanted(name: &str, faults: &mut Diagnostics) -> bool {
    if name.ends_with(".yml") {
        let fault = Diagnostic::error(&codes::NOT_READ, format!("{name} ends in `.yml`, which is not read"));
        faults.push(fault.help("rename it to end in `.yaml`"));
    }
    name.ends_with(".yaml")
}

/// Files into sources, in their order, each read by `bytes`.
fn gather<F>(
    shown: &str,
    mut files: Vec<(String, F)>,
    bytes: impl Fn(&str, F) -> Result<Vec<u8>, Diagnostic>,
    faults: &mut Diagnostics,
) -> (Sources, Vec<SourceId>) {
    let (mut sources, mut whole) = (Sources::default(), Vec::new());
    files.sort_by(|(a, _), (b, _)| (!is_project(a), a.as_bytes()).cmp(&(!is_project(b), b.as_bytes())));
    if !files.iter().any(|(name, _)| *name == format!("{shown}/{PROJECT_FILE}")) && !faults.has_errors() {
        faults.push(no_project(shown));
    }
    for (name, file) in files {
        match bytes(&name, file) {
            Ok(bytes) => whole.extend(add(&mut sources, name, bytes, faults)),
            Err(fault) => faults.push(fault),
        }
    }
    (sources, whole)
}

/// The bytes of a file, unless there are too many.
fn limited(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Diagnostic> {
    let length = bytes.len() as u64;
    if length > MAX_FILE_BYTES { Err(too_large(name, length)) } else { Ok(bytes) }
}

/// Reads a regular file, at most one byte more than the limit. A pipe or device could block for ever, so it is not
/// even opened.
fn read_file(path: &Path, name: &str) -> Result<Vec<u8>, Diagnostic> {
    let failed = |error: std::io::Error| unreadable(name, &error.to_string());
    let metadata = fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(unreadable(name, "it is not a regular file"));
    }
    let mut bytes = Vec::new();
    if metadata.len() <= MAX_FILE_BYTES {
        let file = File::open(path).map_err(failed)?;
        file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if metadata.len() > MAX_FILE_BYTES || bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large(name, metadata.len()));
    }
    Ok(bytes)
}

/// Takes the bytes as UTF-8. Of a file that is not, only the text before the fault is kept, to point at its end.
fn add(sources: &mut Sources, name: String, bytes: Vec<u8>, faults: &mut Diagnostics) -> Option<SourceId> {
    let error = match String::from_utf8(bytes) {
        // Editors hide a byte order mark, so it is no column of the first line.
        Ok(text) => return Some(sources.add(name, text.strip_prefix('\u{feff}').unwrap_or(&text))),
        Err(error) => error,
    };
    let at = error.utf8_error().valid_up_to();
    let message = format!("{name} is not UTF-8: byte {} is 0x{:02x}", at + 1, error.as_bytes()[at]);
    let valid = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
    let id = sources.add(name, valid);
    let fault = Diagnostic::error(&codes::NOT_UTF8, message).at(Span::new(id, at, at), "here");
    faults.push(fault.help("save the file as UTF-8"));
    None
}

fn unreadable(name: &str, why: &str) -> Diagnostic {
    Diagnostic::error(&codes::UNREADABLE, format!("cannot read {name}: {why}"))
}

/// A fault: a file is larger than is read; its length in bytes.
#[must_use]
pub fn too_large(name: &str, length: u64) -> Diagnostic {
    let (limit, length) = (MAX_FILE_BYTES >> 20, length >> 20);
    Diagnostic::error(&codes::TOO_LARGE, format!("{name} has {length} MiB; the limit is {limit} MiB"))
        .help("split the file by entity")
}

fn no_project(shown: &str) -> Diagnostic {
    Diagnostic::error(&codes::NO_PROJECT, format!("{shown}/{PROJECT_FILE} is missing"))
        .help("`crmgen init` writes a starting one")
}
