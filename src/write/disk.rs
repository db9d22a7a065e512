//! What stands in the output folder: which files are crmgen's, which are not.
//!
//! Symbolic links are never followed. Hidden folders, caches and `node_modules` are not entered: what tools leave there
//! may hold copies of crmgen's files.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry, File, FileType};
use std::io::{self, Read};
use std::path::Path;

use crate::diagnostic::{Diagnostic, codes};
use crate::render::MARK;

/// Everything in the folder by its path below it; folders that hold something of crmgen's are left out.
pub type Entries = BTreeMap<String, Standing>;

/// How something in the folder stands to what the schema makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A file as the schema makes it.
    Same,
    /// A file of crmgen's that the schema makes with another text.
    Changed,
    /// A file of crmgen's that the schema does not make.
    Stale,
    /// Not crmgen's.
    Foreign(Kind),
}

impl Standing {
    /// What it is, where it is not crmgen's.
    fn foreign(&self) -> Option<Kind> {
        match self {
            Self::Foreign(kind) => Some(*kind),
            Self::Same | Self::Changed | Self::Stale => None,
        }
    }
}

/// What a foreign thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder that is empty or not entered.
    Folder,
    /// A symbolic link.
    Link,
    /// A device, socket or pipe, or anything whose name is not UTF-8.
    Other,
}

impl Kind {
    /// What it is, after "it is".
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::File => "a file that crmgen did not make",
            Self::Folder => "a folder that crmgen did not make",
            Self::Link => "a symbolic link, which crmgen does not follow",
            Self::Other => "no regular file",
        }
    }
}

/// What is in the folder, by path below it. A folder that is not there holds nothing.
pub fn list(folder: &Path) -> Result<BTreeMap<String, Kind>, Diagnostic> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Ok(found) if !found.is_dir() => return Err(not_a_folder(kind(found.file_type()))),
        Ok(_) | Err(_) => {}
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found).map_err(|error| unreadable("", &error))?;
    Ok(found.into_iter().collect())
}

/// How a regular file in the folder stands to the text that the schema makes for it.
pub fn compared(folder: &Path, path: &str, wanted: &str) -> Result<Standing, Diagnostic> {
    let text = fs::read(folder.join(path)).map_err(|error| unreadable(path, &error))?;
    Ok(match () {
        () if text == wanted.as_bytes() => Standing::Same,
        () if is_marked(&text) => Standing::Changed,
        () => Standing::Foreign(Kind::File),
    })
}

/// Whose something in the folder is that the schema does not make.
pub fn unmade(folder: &Path, path: &str, kind: Kind) -> Standing {
    // A file that cannot be read cannot be told to be crmgen's.
    let is_ours = kind == Kind::File && head(&folder.join(path)).is_ok_and(|head| is_marked(&head));
    if is_ours { Standing::Stale } else { Standing::Foreign(kind) }
}

/// The foreign thing that keeps a file from standing at `path`: there, above it (unless a folder) or below it.
pub fn foreign_at<'a>(path: &'a str, entries: &'a Entries) -> Option<(&'a str, Kind)> {
    let foreign = |at| entries.get(at).and_then(Standing::foreign);
    let above = path.match_indices('/').map(|(end, _)| &path[..end]);
    let mut in_the_way = above.filter_map(|at| Some((at, foreign(at).filter(|kind| *kind != Kind::Folder)?)));
    in_the_way.next().or_else(|| Some((path, foreign(path)?))).or_else(|| foreign_below(path, entries))
}

fn foreign_below<'a>(path: &str, entries: &'a Entries) -> Option<(&'a str, Kind)> {
    let folder = format!("{path}/");
    let mut inside = entries.range(folder.clone()..).take_while(|(at, _)| at.starts_with(&folder));
    inside.find_map(|(at, standing)| Some((at.as_str(), standing.foreign()?)))
}

/// Gathers what lies below `folder`, whose own path below the output is `below` (empty, or ending in `/`).
pub(super) fn walk(folder: &Path, below: &str, found: &mut Vec<(String, Kind)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        let kind = if entry.file_name().to_str().is_some() { kind(entry.file_type()?) } else { Kind::Other };
        let before = found.len();
        if kind == Kind::Folder && is_entered(&entry) {
            walk(&entry.path(), &format!("{path}/"), found)?;
        }
        if kind != Kind::Folder || found.len() == before {
            found.push((path, kind));
        }
    }
    Ok(())
}

fn is_entered(folder: &DirEntry) -> bool {
    let name = folder.file_name();
    let name = name.to_string_lossy();
    !name.starts_with('.') && name != "node_modules" && !folder.path().join("CACHEDIR.TAG").exists()
}

fn kind(file_type: FileType) -> Kind {
    if file_type.is_dir() {
        Kind::Folder
    } else if file_type.is_symlink() {
        Kind::Link
    } else if file_type.is_file() {
        Kind::File
    } else {
        Kind::Other
    }
}

/// How much of a file is read to see whose it is, in bytes.
const HEAD: u64 = 1024;

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// Whether the first line carries the mark.
fn is_marked(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD as usize)];
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    line.windows(MARK.len()).any(|part| part == MARK.as_bytes())
}

fn not_a_folder(kind: Kind) -> Diagnostic {
    let message = format!("`{}` is where the output goes, and it is {}", super::FOLDER, kind.phrase());
    Diagnostic::error(&codes::OUTPUT_BLOCKED, message).help("move or delete it")
}

fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error(&codes::OUTPUT_BLOCKED, format!("cannot read {}/{path}: {error}", super::FOLDER))
}
