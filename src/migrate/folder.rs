//! The folder of migrations on the disk.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::NamedTempFile;

use super::{Files, STATE};

/// A folder of migrations, as it is.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The names of the files in it, in order; those in folders below are not among them.
    pub names: Vec<String>,
    /// The files of the recorded state, under their names below the folder.
    pub state: Files,
}

/// A file that is whole on the disk, and not yet in its place.
struct Staged {
    file: NamedTempFile,
    place: PathBuf,
}

impl Folder {
    /// Reads a folder; one that is not there is empty.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let state = names(&path.join(STATE))?.into_iter().map(|name| {
            let file = path.join(STATE).join(&name);
            let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            Ok((format!("{STATE}/{name}"), text))
        });
        let state = state.collect::<anyhow::Result<_>>()?;
        Ok(Self { path: path.to_owned(), names: names(path)?, state })
    }

    /// Adds a migration's files and sets the recorded state. A file that is there is never replaced by a migration's. On
    /// an error nothing is added.
    ///
    /// # Errors
    /// What the system refused.
    pub fn add(&self, migration: Files, state: Files) -> anyhow::Result<()> {
        let new = self.stage(migration)?;
        let recorded = self.stage(state)?;
        let mut added = Vec::new();
        let placed = new.into_iter().try_for_each(|staged| staged.add().map(|place| added.push(place)));
        let placed = placed.and_then(|()| recorded.into_iter().try_for_each(Staged::replace));
        if placed.is_err() {
            // What cannot be taken back is reported by its name in the error that led here.
            added.iter().for_each(|place| _ = fs::remove_file(place));
        }
        placed
    }

    /// Writes files beside their places.
    fn stage(&self, files: Files) -> anyhow::Result<Vec<Staged>> {
        files.into_iter().map(|(name, text)| Staged::new(self.path.join(name), &text)).collect()
    }
}

impl Staged {
    fn new(place: PathBuf, text: &str) -> anyhow::Result<Self> {
        let write = || {
            let folder = place.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder)?;
            let mut file = tempfile::Builder::new().prefix(".crmgen-").tempfile_in(folder)?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            readable(&file)?;
            Ok::<_, io::Error>(file)
        };
        let file = write().with_context(|| format!("cannot write {}", place.display()))?;
        Ok(Self { file, place })
    }

    /// Puts the file into its place, in which there must be none.
    fn add(self) -> anyhow::Result<PathBuf> {
        let Self { file, place } = self;
        let added = file.persist_noclobber(&place).map(drop);
        added.with_context(|| format!("cannot write {}", place.display()))?;
        Ok(place)
    }

    /// Puts the file into its place, whatever is there.
    fn replace(self) -> anyhow::Result<()> {
        let Self { file, place } = self;
        file.persist(&place).map(drop).with_context(|| format!("cannot write {}", place.display()))
    }
}

/// Gives a file the mode that one made in the usual way has: temporary ones are their owner's alone.
fn readable(file: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

/// The names of the files in a folder, in order; none where it is not there.
fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let read = || {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if !entry.file_type()?.is_dir() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok::<_, io::Error>(names)
    };
    match read() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.with_context(|| format!("cannot read {}", folder.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_never_takes_the_place_of_a_file_and_leaves_nothing_when_it_cannot_be_added() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("migrations");
        let file = |name: &str| (name.to_owned(), "new".to_owned());
        let empty = Folder::read(&path).unwrap();
        assert!(empty.names.is_empty());
        empty.add(Files::from([file("2.sql")]), Files::from([file("state/state.json")])).unwrap();
        assert!(empty.add(Files::from([file("1.sql"), file("2.sql")]), Files::default()).is_err());
        let folder = Folder::read(&path).unwrap();
        assert_eq!(folder.names, ["2.sql"]);
        assert_eq!(folder.state, Files::from([file("state/state.json")]));
    }
}
