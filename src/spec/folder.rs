//! A schema folder into sources: which files are read, in which order, within which limits.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::source::{SourceId, Sources, Span};

/// The project file's name.
pub const PROJECT_FILE: &str = "crmgen.yaml";

/// The largest file that is read, in bytes; a schema of ten thousand entities in one file has about 15 MB.
pub const MAX_FILE_BYTES: u64 = 32 << 20;

/// A file in memory: its path below the folder, and its bytes.
pub type InMemory = (String, Vec<u8>);

/// A schema folder, read: its files in byte order of their paths, the project file first.
#[derive(Debug)]
pub struct Folder {
    /// As messages and headers name it.
    pub name: String,
    files: Vec<File>,
    /// What keeps files from being read.
    faults: Diagnostics,
}

/// A file of a schema.
#[derive(Debug)]
struct File {
    /// Its path, which starts with the folder's name: `schema/leads.yaml`.
    path: String,
    /// Its text, as far as it is UTF-8.
    text: Arc<str>,
    /// The byte behind that, where there is one that is not.
    wrong: Option<u8>,
}

/// The files of a folder under their ids.
#[derive(Debug, Default)]
pub struct Numbered {
    /// The files.
    pub sources: Sources,
    /// Those that are whole; one that is not UTF-8 is kept for its message alone.
    pub whole: Vec<SourceId>,
    /// What keeps files from being read.
    pub faults: Diagnostics,
}

impl Folder {
    /// Reads every `*.yaml` of a folder and of those below it.
    #[must_use]
    pub fn on_disk(folder: &Path) -> Self {
        let (name, mut faults, mut paths) = (shown_name(folder), Diagnostics::default(), Vec::new());
        list(folder, &name, &mut paths, &mut faults);
        Self::gather(name, paths, |name, path| read_file(&path, name), faults)
    }

    /// Takes a folder in that is in memory, its files by their paths in it.
    #[must_use]
    pub fn in_memory(name: &str, files: Vec<InMemory>) -> Self {
        let mut faults = Diagnostics::default();
        let named = files.into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes));
        let wanted = named.filter(|(name, _)| is_wanted(name, &mut faults)).collect();
        Self::gather(name.to_owned(), wanted, limited, faults)
    }

    /// Takes files in, each read by `bytes`.
    fn gather<F>(
        name: String,
        mut files: Vec<(String, F)>,
        bytes: impl Fn(&str, F) -> Result<Vec<u8>, Diagnostic>,
        mut faults: Diagnostics,
    ) -> Self {
        files.sort_by(|(a, _), (b, _)| rank(a).cmp(&rank(b)));
        let project = format!("{name}/{PROJECT_FILE}");
        if files.iter().any(|(path, _)| *path == project) {
            let others = files.iter().filter(|(path, _)| is_project(path) && *path != project);
            others.for_each(|(path, _)| faults.push(second_project(path)));
        } else if !faults.has_errors() {
            faults.push(no_project(&name));
        }
        let read = files.into_iter().map(|(path, file)| Ok(File::of(bytes(&path, file)?, path)));
        let files = read.filter_map(|file| file.map_err(|fault| faults.push(fault)).ok()).collect();
        Self { name, files, faults }
    }

    /// Gives the files their ids.
    #[must_use]
    pub fn numbered(self) -> Numbered {
        let mut numbered = Numbered { faults: self.faults, ..Numbered::default() };
        self.files.into_iter().for_each(|file| numbered.take(file));
        numbered
    }

    /// Gives the files of two folders their ids; what both have, the same text under the same path, has one in both.
    #[must_use]
    pub fn numbered_together([old, new]: [Self; 2]) -> [Numbered; 2] {
        let [mut was, mut is] = [old.faults, new.faults].map(|faults| Numbered { faults, ..Numbered::default() });
        let mut new_files = new.files.into_iter().peekable();
        for file in old.files {
            let at = rank(file.below(&old.name));
            while let Some(before) = new_files.next_if(|other| rank(other.below(&new.name)) < at) {
                was.sources.skip();
                is.take(before);
            }
            let same = new_files.next_if(|other| other.below(&new.name) == file.below(&old.name) && other.says(&file));
            match same {
                Some(same) => is.take(same),
                None => is.sources.skip(),
            }
            was.take(file);
        }
        new_files.for_each(|file| is.take(file));
        [was, is]
    }
}

impl File {
    /// A file of these bytes.
    fn of(bytes: Vec<u8>, path: String) -> Self {
        match String::from_utf8(bytes) {
            // Editors hide a byte order mark, so it is no column of the first line.
            Ok(text) => Self { path, text: text.strip_prefix('\u{feff}').unwrap_or(&text).into(), wrong: None },
            Err(error) => {
                let (valid, rest) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
                Self { path, text: String::from_utf8_lossy(valid).into(), wrong: rest.first().copied() }
            }
        }
    }

    /// Its path in the folder of that name.
    fn below(&self, folder: &str) -> &str {
        self.path.get(folder.len() + 1..).unwrap_or_default()
    }

    fn says(&self, other: &Self) -> bool {
        self.text == other.text && self.wrong == other.wrong
    }
}

impl Numbered {
    fn take(&mut self, File { path, text, wrong }: File) {
        let end = text.len();
        let message = wrong.map(|byte| format!("{path} is not UTF-8: byte {} is 0x{byte:02x}", end + 1));
        let id = self.sources.add(path, text);
        let Some(message) = message else { return self.whole.push(id) };
        let fault = Diagnostic::error(&codes::NOT_UTF8, message).at(Span::new(id, end, end), "here");
        self.faults.push(fault.help("save the file as UTF-8"));
    }
}

/// What files are sorted by: the project file first, then paths in order of their bytes.
fn rank(path: &str) -> (bool, &[u8]) {
    (!is_project(path), path.as_bytes())
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
        let file = fs::File::open(path).map_err(failed)?;
        file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if metadata.len() > MAX_FILE_BYTES || bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large(name, metadata.len()));
    }
    Ok(bytes)
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

fn second_project(name: &str) -> Diagnostic {
    Diagnostic::error(&codes::NOT_READ, format!("{name} is a second project file, which is not read"))
        .help(format!("say it in the `{PROJECT_FILE}` of the schema folder, or give the file another name"))
}

fn no_project(shown: &str) -> Diagnostic {
    Diagnostic::error(&codes::NO_PROJECT, format!("{shown}/{PROJECT_FILE} is missing"))
        .help("`crmgen init` writes a starting one")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, files: &[(&str, &[u8])]) -> Folder {
        let file = |&(path, bytes): &(&str, &[u8])| (path.to_owned(), bytes.to_vec());
        Folder::in_memory(name, files.iter().map(file).collect())
    }

    fn ids(numbered: &Numbered) -> Vec<(SourceId, &str)> {
        numbered.sources.iter().map(|(id, file)| (id, file.path())).collect()
    }

    #[test]
    fn what_two_folders_have_has_one_id_and_nothing_else_has() {
        let old = [("crmgen.yaml", b"a"), ("b.yaml", b"b"), ("c.yaml", b"c"), ("gone.yaml", b"g")];
        let new = [("crmgen.yaml", b"a"), ("a.yaml", b"b"), ("b.yaml", b"B"), ("c.yaml", b"c"), ("z.yaml", b"z")];
        let [old, new] =
            [old.map(|(path, text)| (path, &text[..])).to_vec(), new.map(|(path, text)| (path, &text[..])).to_vec()];
        let [old, new] = Folder::numbered_together([folder("old", &old), folder("new", &new)]);
        let (old, new) = (ids(&old), ids(&new));
        let common: Vec<_> = old
            .iter()
            .flat_map(|(id, was)| new.iter().filter(move |(other, _)| other == id).map(move |(_, is)| (*was, *is)))
            .collect();
        assert_eq!(common, [("old/crmgen.yaml", "new/crmgen.yaml"), ("old/c.yaml", "new/c.yaml")]);
        for ids in [old, new] {
            assert!(ids.is_sorted(), "faults are told in the order of ids: {ids:?}");
        }
    }

    #[test]
    fn of_a_file_that_is_not_text_what_is_can_be_shown() {
        let files = folder("schema", &[("crmgen.yaml", b"a: \xffb")]).numbered();
        assert_eq!(files.whole, []);
        let faults = files.faults.into_sorted();
        assert_eq!(faults[0].message, "schema/crmgen.yaml is not UTF-8: byte 4 is 0xff");
        assert_eq!(files.sources.place(faults[0].span().unwrap()), "schema/crmgen.yaml:1:4");
    }
}
