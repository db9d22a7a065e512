//! What a user names as a side of a comparison, found and read.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::Context as _;

use super::answer::{Faults, Stop};
use super::context::{self, Context, root_of};
use super::git::{Commit, Repository};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Model;
use crate::render::Template;
use crate::resolve::hints::{self, Said};
use crate::side::{Refused, Side};
use crate::source::Sources;
use crate::spec::folder::PROJECT_FILE;
use crate::write::FOLDER;
use crate::{Gathered, Loaded};

/// The files that a build makes, in the order in which they run.
const BUILT: [&str; 3] = ["roles.sql", "schema.sql", "policies.sql"];

/// What the schema of the project here is called.
const HERE: &str = "the schema here";

/// Where a side is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// The schema here.
    Here,
    /// Another schema folder, and how it was named.
    Schema(PathBuf, String),
    /// The schema in a commit; that in which work here parted from the default branch where none is named.
    Commit(Option<String>),
    /// A recorded `model.json`.
    Record(PathBuf),
    /// SQL files, in the order in which they run.
    Sql(Vec<PathBuf>),
}

/// Both sides of a comparison.
pub struct Sides {
    /// The old side.
    pub old: Side,
    /// The new side.
    pub new: Side,
    /// Where the old side's schema is from, where it is one.
    pub origin: Option<Origin>,
}

/// Both sides. Where nothing is named, the old one is where work here parted from the default branch, and the new one the
/// schema that is here.
pub fn both(context: &Context, old: &[String], new: &[String]) -> Result<Sides, Stop> {
    let project = Project { schema: context.schema_folder() };
    let old = if old.is_empty() { Place::Commit(None) } else { project.place(old)? };
    let new = if new.is_empty() { Place::Here } else { project.place(new)? };
    let (old, new) = rayon::join(|| project.find(old), || project.find(new));
    let ((old, origin), (new, _)) = match (old?, new?) {
        (Found::Schema(old), Found::Schema(new)) => {
            let (old, new) = (*old, *new);
            let [was, is] = crate::load_both([old.files, new.files]);
            let old = old.origin.traced(was, None)?;
            let new = new.origin.traced(is, Some(&old.0))?;
            (old, new)
        }
        (old, new) => {
            let (old, new) = rayon::join(|| old.traced(), || new.traced());
            (old?, new?)
        }
    };
    [&old, &new].into_iter().for_each(|side| context.warn(&side.sources, &side.warnings));
    Ok(Sides { old, new, origin })
}

/// The side of a project that is loaded already.
pub fn of_project(project: &context::Project) -> Result<Side, Stop> {
    let loaded = Loaded { sources: Sources::clone(&project.sources), model: Ok(project.model.clone()) };
    Ok(Origin::Folder(project.root.clone(), HERE.to_owned()).side(loaded, None)?)
}

/// What is said of the way from one side to another: by the new one's model, and by a file of hints beside it, which
/// becomes one of its texts.
pub fn said(old: &Side, new: &mut Side, file: Option<&Path>) -> Result<Said, Stop> {
    let accepted = |model: &Model| model.project.accepted.clone();
    let mut said = Said {
        hints: new.model.as_ref().map(|new| hints::between(old.model.as_ref(), new)).unwrap_or_default(),
        accepted: new.model.as_ref().map(accepted).unwrap_or_default(),
    };
    if let Some(path) = file {
        said.extend(read_hints(&mut new.sources, path)?);
    }
    Ok(said)
}

fn read_hints(sources: &mut Sources, path: &Path) -> Result<Said, Stop> {
    let shown = path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read the hints in `{shown}`"))?;
    let said = crate::load_hints(sources, &shown, &text);
    said.map_err(|found| Stop::Faults(Faults { sources: Rc::new(std::mem::take(sources)), found }))
}

/// The project here, where there is one: commits are asked for its folder.
struct Project {
    schema: Result<PathBuf, Diagnostic>,
}

impl Project {
    fn schema(&self) -> Result<&Path, Refused> {
        self.schema.as_deref().map_err(|fault| Refused::bare(fault.clone()))
    }

    /// Where the side is that these words name.
    fn place(&self, named: &[String]) -> Result<Place, Refused> {
        match named {
            [name] => self.place_of(name),
            several => several.iter().map(|name| sql_file(name)).collect::<Result<_, _>>().map(Place::Sql),
        }
    }

    fn place_of(&self, name: &str) -> Result<Place, Refused> {
        let path = Path::new(name);
        let exists = path.exists();
        if !is_path(name) {
            let is_commit = self.knows(name);
            match (exists, is_commit) {
                (true, Ok(true)) => return Err(ambiguous(name)),
                (false, Ok(true)) => return Ok(Place::Commit(Some(name.to_owned()))),
                (false, Err(fault)) => return Err(Refused::bare(fault)),
                (true, Ok(false) | Err(_)) => {}
                (false, Ok(false)) => return Err(unknown(name)),
            }
        }
        if exists { place_on_disk(path, name) } else { Err(no_file(name)) }
    }

    /// Whether git knows a commit by that name.
    fn knows(&self, name: &str) -> Result<bool, Diagnostic> {
        let schema = self.schema.as_deref().unwrap_or(Path::new("."));
        Ok(Repository::around(schema)?.commit(name)?.is_some())
    }

    fn find(&self, place: Place) -> Result<Found, Refused> {
        match place {
            Place::Here => Ok(schema(self.schema()?, HERE)),
            Place::Schema(folder, name) => Ok(schema(&folder, &name)),
            Place::Commit(name) => self.commit(name.as_deref()),
            Place::Record(path) => record(&path).map(Found::whole),
            Place::Sql(paths) => sql(&paths).map(Found::whole),
        }
    }

    /// The schema in a commit. Where it is not there yet, nothing is.
    fn commit(&self, name: Option<&str>) -> Result<Found, Refused> {
        let repository = Repository::around(self.schema()?).map_err(Refused::bare)?;
        let found = match name {
            Some(name) => repository.commit(name),
            None => repository.base(),
        };
        let Some(commit) = found.map_err(Refused::bare)? else {
            return Ok(Found::whole(Side::empty("nothing: there is no commit yet")));
        };
        let Some(files) = repository.schema(&commit).map_err(Refused::bare)? else {
            return Ok(Found::whole(Side::empty(format!("nothing: {} has no schema here", commit.label))));
        };
        let folder = crate::spec::folder::shown_name(self.schema()?);
        Ok(Found::schema(Origin::Commit(repository, commit), Gathered::in_memory(&folder, files)))
    }
}

/// What is found at a place.
enum Found {
    /// A schema that is not loaded yet.
    Schema(Box<Schema>),
    /// A side of another kind.
    Whole(Box<Side>),
}

/// A schema that is not loaded yet.
struct Schema {
    origin: Origin,
    files: Gathered,
}

/// Where a schema is from, and with it the project's own templates and what was generated.
pub enum Origin {
    /// A project's folder, and what to call it.
    Folder(PathBuf, String),
    /// A commit.
    Commit(Repository, Commit),
}

impl Found {
    fn schema(origin: Origin, files: Gathered) -> Self {
        Self::Schema(Box::new(Schema { origin, files }))
    }

    fn whole(side: Side) -> Self {
        Self::Whole(Box::new(side))
    }

    fn traced(self) -> Result<Traced, Refused> {
        match self {
            Self::Schema(schema) => schema.origin.traced(schema.files.load(), None),
            Self::Whole(side) => Ok((*side, None)),
        }
    }
}

/// A side, and where its schema is from, where it is one.
type Traced = (Side, Option<Origin>);

impl Origin {
    /// The text of a file of the output as it lies beside the schema there; `None` where there is none.
    pub fn generated(&self, path: &str) -> Result<Option<String>, Diagnostic> {
        let path = Path::new(FOLDER).join(path);
        let bytes = match self {
            Self::Folder(root, _) => fs::read(root.join(path)).ok(),
            Self::Commit(repository, commit) => repository.file_beside(commit, &path)?,
        };
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn traced(self, loaded: Loaded, other: Option<&Side>) -> Result<Traced, Refused> {
        Ok((self.side(loaded, other)?, Some(self)))
    }

    /// The side of the schema that was found there, beside another one.
    fn side(&self, loaded: Loaded, other: Option<&Side>) -> Result<Side, Refused> {
        let templates = templates(&loaded);
        match self {
            Self::Folder(root, label) => {
                let templates = templates.map(|templates| root.join(templates));
                Side::of_schema(other, label, loaded, "", &|template| {
                    templates.as_deref().map_or(Ok(None), |folder| crate::render::read_override(folder, template))
                })
            }
            Self::Commit(repository, commit) => {
                let overriding = |template: &Template| committed(repository, commit, templates.as_deref(), template);
                Side::of_schema(other, &commit.label, loaded, &format!("{}:", commit.name), &overriding)
            }
        }
    }
}

/// The folder of the project's own templates, as the schema names it.
fn templates(loaded: &Loaded) -> Option<String> {
    loaded.model.as_ref().ok().and_then(|model| model.project.targets.templates.clone())
}

/// The template that a commit holds in place of a built-in one.
fn committed(
    repository: &Repository,
    commit: &Commit,
    templates: Option<&str>,
    template: &Template,
) -> Result<Option<String>, Diagnostic> {
    let Some(folder) = templates else { return Ok(None) };
    let found = repository.file_beside(commit, &Path::new(folder).join(template.path))?;
    Ok(found.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// The schema in a folder.
fn schema(folder: &Path, label: &str) -> Found {
    Found::schema(Origin::Folder(root_of(folder), label.to_owned()), Gathered::on_disk(folder))
}

/// The side of a recorded model. Its functions are as the built-in template writes them.
fn record(path: &Path) -> Result<Side, Refused> {
    let (name, text) = read(path)?;
    Side::of_record(name.clone(), name, text, &|_| Ok(None))
}

fn sql(paths: &[PathBuf]) -> Result<Side, Refused> {
    let texts: Vec<_> = paths.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let label = texts.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    Side::of_sql(label, texts)
}

/// A file's name as it is shown, and its text.
fn read(path: &Path) -> Result<(String, String), Refused> {
    let name = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => Ok((name, text)),
        Err(error) => {
            let message = format!("cannot read {name}: {error}");
            Err(Refused::bare(Diagnostic::error(&codes::UNREADABLE, message)))
        }
    }
}

/// Whether a name can be nothing but a path.
fn is_path(name: &str) -> bool {
    let path = Path::new(name);
    let ending = path.extension().and_then(|ending| ending.to_str());
    path.is_absolute() || name.starts_with('.') || name.ends_with('/') || matches!(ending, Some("sql" | "json"))
}

fn sql_file(name: &str) -> Result<PathBuf, Refused> {
    let path = Path::new(name);
    if is_sql(path) && path.is_file() {
        return Ok(path.to_owned());
    }
    let message = format!("of several names for one side, `{name}` is no SQL file");
    Err(Refused::bare(
        Diagnostic::error(&codes::NO_SUCH_SIDE, message).help("only SQL files are read one after another"),
    ))
}

fn is_sql(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "sql")
}

fn place_on_disk(path: &Path, name: &str) -> Result<Place, Refused> {
    if !path.is_dir() {
        return match path.extension().and_then(|ending| ending.to_str()) {
            Some("json") => Ok(Place::Record(path.to_owned())),
            Some("sql") => Ok(Place::Sql(vec![path.to_owned()])),
            Some(_) | None => Err(no_kind(name, "is neither SQL (`.sql`) nor a recorded model (`.json`)")),
        };
    }
    let schemas = [path.to_owned(), path.join("schema")];
    if let Some(schema) = schemas.into_iter().find(|folder| folder.join(PROJECT_FILE).is_file()) {
        return Ok(Place::Schema(schema, name.to_owned()));
    }
    let scripts = scripts(path);
    if scripts.is_empty() {
        return Err(no_kind(name, &format!("holds neither `{PROJECT_FILE}` nor SQL")));
    }
    Ok(Place::Sql(scripts))
}

/// The SQL files of a folder: those that a build makes, else all of them in order of name. Ways back are left out.
fn scripts(folder: &Path) -> Vec<PathBuf> {
    let built: Vec<_> = BUILT.iter().map(|name| folder.join(name)).filter(|path| path.is_file()).collect();
    if !built.is_empty() {
        return built;
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_back = |path: &PathBuf| path.to_string_lossy().ends_with(".down.sql");
    let mut paths: Vec<_> = entries.filter(|path| is_sql(path) && path.is_file() && !is_back(path)).collect();
    paths.sort();
    paths
}

fn no_kind(name: &str, what: &str) -> Refused {
    Refused::bare(Diagnostic::error(&codes::NO_SUCH_SIDE, format!("`{name}` {what}")).help(KINDS))
}

const KINDS: &str = "a side is a commit, a schema folder, a `model.json`, an SQL file or a folder of them";

fn no_file(name: &str) -> Refused {
    Refused::bare(Diagnostic::error(&codes::NO_SUCH_SIDE, format!("there is no file or folder `{name}`")))
}

fn unknown(name: &str) -> Refused {
    let message = format!("`{name}` is no file or folder, and git knows no commit by that name");
    let fault = Diagnostic::error(&codes::NO_SUCH_SIDE, message);
    Refused::bare(fault.help("a branch that is only on the server has to be fetched first: `git fetch origin`"))
}

fn ambiguous(name: &str) -> Refused {
    let fault = Diagnostic::error(&codes::NO_SUCH_SIDE, format!("`{name}` is both a path here and a commit"));
    Refused::bare(
        fault.help(format!(
            "write `./{name}` for the path, or the commit's hash, or its full name: `refs/heads/{name}`"
        )),
    )
}
