//! git, as far as a comparison asks it: which commit is meant, and what a folder held there.
//!
//! Nothing is checked out and nothing in the repository changes: objects are read as they are. What a user gives as a
//! name never stands where git could take it for an option.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::diagnostic::{Diagnostic, codes};
use crate::spec::folder::{self, InMemory};

/// The repository around a folder, and the folder's place in it.
pub struct Repository {
    folder: PathBuf,
    /// The folder's path from the top, with `/` at its end; empty at the top.
    prefix: String,
}

/// A commit, and what to call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its hash.
    pub hash: String,
    /// How it was named, or its hash, shortened: `origin/main`.
    pub name: String,
    /// What it is called in a sentence: `the merge base with origin/main (0a1b2c3)`.
    pub label: String,
}

/// A file of a commit.
struct Entry {
    /// `100644`, `120000` for a link, `160000` for another repository.
    mode: String,
    hash: String,
    /// In bytes.
    size: u64,
    /// Below the folder that was listed.
    path: String,
}

/// Where the branch may be that others start from and go back to, the likeliest place first.
const DEFAULTS: [&str; 5] = [
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
];

/// What says to git which repository is meant, set where a hook runs this program. The folder says it.
const ELSEWHERE: [&str; 4] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

const WITHOUT: &str = "`--against` also takes a folder, a `model.json` or SQL";

impl Repository {
    /// The repository around a folder.
    ///
    /// # Errors
    /// [`codes::NO_REPOSITORY`] where there is none, or none that git reads.
    pub fn around(folder: &Path) -> Result<Self, Diagnostic> {
        let output = git(folder, &["rev-parse", "--show-prefix"])?;
        if !output.status.success() {
            return Err(no_repository(&output));
        }
        Ok(Self { folder: folder.to_owned(), prefix: line(&output) })
    }

    /// The folder's path from the repository's top; empty at the top.
    pub fn place(&self) -> &str {
        self.prefix.trim_end_matches('/')
    }

    /// The commit of a name; `None` where git knows none.
    ///
    /// # Errors
    /// [`codes::NO_REPOSITORY`] where git cannot be asked.
    pub fn commit(&self, name: &str) -> Result<Option<Commit>, Diagnostic> {
        let hash = self.resolve(name)?;
        let label =
            |hash: &str| if is_short(name, hash) { name.to_owned() } else { format!("{name} ({})", short(hash)) };
        Ok(hash.map(|hash| Commit { label: label(&hash), name: name.to_owned(), hash }))
    }

    /// The commit in which work here parted from the default branch: where nothing else is asked for, the old side.
    /// `None` where there is no commit yet. Without a default branch it is the last commit.
    ///
    /// # Errors
    /// [`codes::NO_HISTORY`] where it cannot be found; [`codes::NO_REPOSITORY`] where git cannot be asked.
    pub fn base(&self) -> Result<Option<Commit>, Diagnostic> {
        let Some(head) = self.resolve("HEAD")? else { return Ok(None) };
        let Some((branch, tip)) = self.default_branch()? else {
            return if self.is_shallow()? { Err(shallow("the default branch")) } else { self.commit("HEAD") };
        };
        let output = git(&self.folder, &["merge-base", &head, &tip])?;
        match hash(&output) {
            Some(hash) => Ok(Some(Commit {
                label: format!("the merge base with {branch} ({})", short(&hash)),
                name: short(&hash).to_owned(),
                hash,
            })),
            None if self.is_shallow()? => Err(shallow(&branch)),
            None => Err(unrelated(&branch)),
        }
    }

    /// The schema files of the folder in a commit, by their paths in it; `None` where the folder is not there.
    ///
    /// # Errors
    /// What cannot be read as a folder of plain files.
    pub fn schema(&self, commit: &Commit) -> Result<Option<Vec<InMemory>>, Diagnostic> {
        let folder = format!("{}:{}", commit.hash, self.prefix.trim_end_matches('/'));
        let output = git(&self.folder, &["ls-tree", "--full-tree", "-r", "-z", "-l", &folder])?;
        if !output.status.success() {
            return if self.object(&folder)?.is_none() { Ok(None) } else { Err(refused(&output)) };
        }
        let mut entries: Vec<_> = String::from_utf8_lossy(&output.stdout).split('\0').filter_map(entry).collect();
        entries.retain(|entry| entry.is_module() || folder::is_schema_file(&entry.path));
        entries.iter().try_for_each(|entry| entry.judge(commit, &self.prefix))?;
        self.contents(entries).map(Some)
    }

    /// A file beside the folder, or anywhere by its path from there; `None` where the commit does not hold it.
    ///
    /// # Errors
    /// [`codes::NO_REPOSITORY`] where git cannot be asked.
    pub fn file_beside(&self, commit: &Commit, path: &Path) -> Result<Option<Vec<u8>>, Diagnostic> {
        let Some(path) = below_top(Path::new(&self.prefix).parent().unwrap_or(Path::new("")), path) else {
            return Ok(None);
        };
        let Some(hash) = self.object(&format!("{}:{path}", commit.hash))? else { return Ok(None) };
        let output = git(&self.folder, &["cat-file", "blob", &hash])?;
        if output.status.success() { Ok(Some(output.stdout)) } else { Err(refused(&output)) }
    }

    /// The default branch's short name, and its last commit.
    fn default_branch(&self) -> Result<Option<(String, String)>, Diagnostic> {
        for name in DEFAULTS {
            if let Some(tip) = self.resolve(name)? {
                let output = git(&self.folder, &["rev-parse", "--abbrev-ref", name])?;
                return Ok(Some((line(&output), tip)));
            }
        }
        Ok(None)
    }

    fn is_shallow(&self) -> Result<bool, Diagnostic> {
        git(&self.folder, &["rev-parse", "--is-shallow-repository"]).map(|output| line(&output) == "true")
    }

    /// The hash of the commit that a name stands for.
    fn resolve(&self, name: &str) -> Result<Option<String>, Diagnostic> {
        if name.is_empty() || name.starts_with('-') {
            return Ok(None);
        }
        self.object(&format!("{name}^{{commit}}"))
    }

    /// The hash of the object that an expression stands for, which does not start with `-`.
    fn object(&self, expression: &str) -> Result<Option<String>, Diagnostic> {
        git(&self.folder, &["rev-parse", "--verify", "--quiet", expression]).map(|output| hash(&output))
    }

    /// The files' bytes, in one go.
    fn contents(&self, entries: Vec<Entry>) -> Result<Vec<InMemory>, Diagnostic> {
        let asked: String = entries.iter().map(|entry| format!("{}\n", entry.hash)).collect();
        let output = git_with(&self.folder, &["cat-file", "--batch"], &asked)?;
        let mut rest = output.stdout.as_slice();
        let mut files = Vec::with_capacity(entries.len());
        for entry in entries {
            let Some((bytes, behind)) = answer(rest, &entry) else { return Err(refused(&output)) };
            files.push((entry.path, bytes.to_vec()));
            rest = behind;
        }
        Ok(files)
    }
}

impl Entry {
    fn is_module(&self) -> bool {
        self.mode == "160000"
    }

    /// A fault where it is no plain file, or larger than is read.
    fn judge(&self, commit: &Commit, prefix: &str) -> Result<(), Diagnostic> {
        let name = format!("{}:{prefix}{}", commit.name, self.path);
        let unreadable = |what: &str| Err(Diagnostic::error(&codes::UNREADABLE, format!("cannot read {name}: {what}")));
        match self.mode.as_str() {
            "160000" => unreadable("it is another repository, a submodule"),
            "120000" => unreadable("it is a symbolic link, which is not followed in a commit"),
            _ if self.size > folder::MAX_FILE_BYTES => Err(folder::too_large(&name, self.size)),
            _ => Ok(()),
        }
    }
}

/// One line of `ls-tree -l`: mode, kind, hash and size, then the path behind a tab.
fn entry(line: &str) -> Option<Entry> {
    let (about, path) = line.split_once('\t')?;
    let mut words = about.split_ascii_whitespace();
    let (mode, _kind, hash) = (words.next()?.to_owned(), words.next()?, words.next()?.to_owned());
    let size = words.next()?.parse().unwrap_or(0);
    Some(Entry { mode, hash, size, path: path.to_owned() })
}

/// The bytes of one answer of `cat-file --batch`, and what comes behind it.
fn answer<'a>(rest: &'a [u8], entry: &Entry) -> Option<(&'a [u8], &'a [u8])> {
    let end = rest.iter().position(|&byte| byte == b'\n')?;
    let head = std::str::from_utf8(&rest[..end]).ok()?;
    let size: usize = head.strip_prefix(entry.hash.as_str())?.strip_prefix(" blob ")?.parse().ok()?;
    let (bytes, behind) = rest[end + 1..].split_at_checked(size)?;
    Some((bytes, behind.strip_prefix(b"\n")?))
}

/// A path below the repository's top, from a folder in it; `None` where it leads out.
fn below_top(from: &Path, path: &Path) -> Option<String> {
    use std::path::Component;
    let mut parts = Vec::new();
    for component in from.components().chain(path.components()) {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => drop(parts.pop()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output, Diagnostic> {
    command(folder, arguments).stdin(Stdio::null()).output().map_err(|error| cannot_run(&error))
}

/// Runs git with a text on its standard input, which a thread writes: git answers before it has read all of it.
fn git_with(folder: &Path, arguments: &[&str], input: &str) -> Result<Output, Diagnostic> {
    let mut command = command(folder, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| cannot_run(&error))?;
    let stdin = child.stdin.take();
    std::thread::scope(|scope| {
        // Where git has ended early, its answer says so.
        scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
        child.wait_with_output().map_err(|error| cannot_run(&error))
    })
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    for variable in ELSEWHERE {
        command.env_remove(variable);
    }
    command
}

/// The one line of an answer.
fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned()
}

/// The hash that an answer is, where it is one.
fn hash(output: &Output) -> Option<String> {
    let line = line(output);
    let is_hash = output.status.success() && line.len() >= 40 && line.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then_some(line)
}

fn short(hash: &str) -> &str {
    &hash[..7]
}

/// Whether a name is the hash itself, or its beginning.
fn is_short(name: &str, hash: &str) -> bool {
    name.len() >= 7 && hash.starts_with(name)
}

fn cannot_run(error: &std::io::Error) -> Diagnostic {
    let message = match error.kind() {
        ErrorKind::NotFound => "git is not installed, or not on the path".to_owned(),
        _ => format!("cannot run git: {error}"),
    };
    Diagnostic::error(&codes::NO_REPOSITORY, message).help(WITHOUT)
}

fn no_repository(output: &Output) -> Diagnostic {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if said.contains("not a git repository") {
        return Diagnostic::error(&codes::NO_REPOSITORY, "the schema is in no git repository").help(WITHOUT);
    }
    if said.contains("dubious ownership") {
        let message = "git does not read this repository: its folder belongs to another user";
        let help = "where that is meant, run the command that git names: `git config --global --add safe.directory …`";
        return Diagnostic::error(&codes::NO_REPOSITORY, message).help(help);
    }
    refused(output)
}

/// git failed for a reason of its own, which its first line says.
fn refused(output: &Output) -> Diagnostic {
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or("it says nothing").trim_start_matches("fatal: ");
    Diagnostic::error(&codes::NO_REPOSITORY, format!("git cannot read this repository: {said}"))
}

fn shallow(branch: &str) -> Diagnostic {
    let message = format!("this clone is shallow: where its history parted from {branch} is not in it");
    Diagnostic::error(&codes::NO_HISTORY, message).help("fetch the rest with `git fetch --unshallow origin`").help(
        "in GitHub Actions, give `actions/checkout` the setting `fetch-depth: 0`; in GitLab CI, set `GIT_DEPTH: 0`",
    )
}

fn unrelated(branch: &str) -> Diagnostic {
    Diagnostic::error(&codes::NO_HISTORY, format!("HEAD and {branch} have no commit in common"))
        .help(format!("name the old side: `--against {branch}`"))
}
