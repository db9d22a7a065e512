//! Files replaced one by one, under a journal that can take everything back.
//!
//! Old files are kept before the journal is put in place, new ones are staged already; while it stands, the change is not done, and
//! [`undo`] brings the old files back. Removing it is what makes the change final.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::stage::{new_folder, stage};
use super::{Output, WritePlan, create_parent, system};

/// What takes a change back. Paths are below the output folder.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// Files that were not there before.
    added: Vec<String>,
    /// Files that were: the first one is kept as `0`, the next as `1`.
    kept: Vec<String>,
}

/// One step of a change. The folder is whole before the first and after the last, and [`undo`] makes it so after any
/// other.
#[derive(Debug)]
enum Step {
    /// Gives an old file a second name.
    Keep { from: PathBuf, to: PathBuf },
    /// Waits until the staged files are on the disk, then puts the journal in place.
    Begin { staged: Vec<PathBuf>, journal: Journal },
    /// Removes an old file.
    Remove { path: PathBuf },
    /// Puts a new file in its place.
    Put { from: PathBuf, to: PathBuf },
    /// Waits until the folders' new names are on the disk, then removes the journal.
    Commit { folders: BTreeSet<PathBuf> },
}

/// Replaces the files.
///
/// # Errors
/// Where any step fails; what was done until then has been taken back.
pub fn replace(plan: &WritePlan<'_>) -> io::Result<()> {
    let done = steps(plan).iter().try_for_each(|step| step.run(plan.output));
    // Clears the staged files too, and finds nothing to take back when all went well.
    let undone = undo(plan.output);
    done.and(undone)
}

/// Takes back a change that was begun and not made final, and clears what was staged for it.
///
/// # Errors
/// Where an old file cannot be put back; the journal stays, so that the next build tries again.
pub fn undo(output: &Output) -> io::Result<()> {
    let places = Places::of(output);
    match fs::read_to_string(&places.journal) {
        Ok(text) => {
            take_back(&output.folder, &places, &serde_json::from_str(&text)?)?;
            fs::remove_file(&places.journal)?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    // What cannot be removed goes with the next build.
    let _ = fs::remove_dir_all(&places.stage);
    let _ = fs::remove_dir_all(&places.kept);
    Ok(())
}

/// Whether a change was begun and neither made final nor taken back.
pub fn is_pending(output: &Output) -> bool {
    Places::of(output).journal.exists()
}

/// Where a change keeps its own files.
struct Places {
    journal: PathBuf,
    stage: PathBuf,
    kept: PathBuf,
}

impl Places {
    fn of(output: &Output) -> Self {
        let at = |name| output.state.join(name);
        Self { journal: at("journal.json"), stage: stage(output), kept: at("kept") }
    }
}

/// The steps of a plan, in order: removals before new files, as a folder may give way to a file.
fn steps(plan: &WritePlan<'_>) -> Vec<Step> {
    let (places, folder) = (Places::of(plan.output), &plan.output.folder);
    let new = new_folder(plan.output);
    let kept: Vec<_> = plan.replaced().map(str::to_owned).collect();

    let mut steps = Vec::new();
    steps.extend(
        kept.iter()
            .enumerate()
            .map(|(at, path)| Step::Keep { from: folder.join(path), to: places.kept.join(at.to_string()) }),
    );
    steps.push(Step::Begin {
        staged: plan.written().map(|path| new.join(path)).collect(),
        journal: Journal { added: plan.added.clone(), kept },
    });
    steps.extend(plan.removed.iter().map(|path| Step::Remove { path: folder.join(path) }));
    steps.extend(plan.written().map(|path| Step::Put { from: new.join(path), to: folder.join(path) }));
    steps.push(Step::Commit { folders: plan.written().map(|path| parent(&folder.join(path))).collect() });
    steps
}

impl Step {
    fn run(&self, output: &Output) -> io::Result<()> {
        let places = Places::of(output);
        match self {
            Self::Keep { from, to } => {
                create_parent(to)?;
                system::link(from, to)
            }
            Self::Begin { staged, journal } => begin(&places, staged, journal),
            Self::Remove { path } => remove(&output.folder, path),
            Self::Put { from, to } => {
                create_parent(to)?;
                fs::rename(from, to)
            }
            Self::Commit { folders } => {
                folders.iter().for_each(|folder| system::sync_folder(folder));
                fs::remove_file(&places.journal)
            }
        }
    }
}

fn parent(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_owned()
}

fn begin(places: &Places, staged: &[PathBuf], journal: &Journal) -> io::Result<()> {
    let written = places.journal.with_extension("new");
    fs::write(&written, serde_json::to_string(journal)?)?;
    system::sync(staged, &places.stage)?;
    fs::File::open(&written)?.sync_all()?;
    fs::rename(&written, &places.journal)
}

fn take_back(folder: &Path, places: &Places, journal: &Journal) -> io::Result<()> {
    for path in &journal.added {
        remove(folder, &folder.join(path))?;
    }
    for (at, path) in journal.kept.iter().enumerate() {
        let (from, to) = (places.kept.join(at.to_string()), folder.join(path));
        // An earlier attempt to take the change back may have moved it already.
        if from.exists() {
            create_parent(&to)?;
            fs::rename(from, to)?;
        }
    }
    Ok(())
}

/// Removes a file, where it is there, and the folders that this leaves empty.
fn remove(folder: &Path, path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if !is_absent(&error) => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let parents = path.ancestors().skip(1).take_while(|parent| *parent != folder);
    for parent in parents {
        // Fails, as it should, for a folder that still holds something.
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
    Ok(())
}

/// Whether a file is not there: neither it nor, perhaps, the folder it would be in.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Runs the first `count` steps of a plan and stops as a killed process does; whether those were all.
#[cfg(test)]
pub fn run_first(plan: &WritePlan<'_>, count: usize) -> bool {
    let steps = steps(plan);
    steps.iter().take(count).for_each(|step| step.run(plan.output).unwrap());
    count >= steps.len()
}
