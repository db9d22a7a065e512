//! The whole output folder replaced in one step.
//!
//! The staged files become a complete new folder, with links to the files that stay, which is then exchanged with the old
//! one. Only for folders that hold nothing but crmgen's files: others must keep their place.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::stage::new_folder;
use super::{WritePlan, create_parent, system};

/// Replaces the folder.
///
/// # Errors
/// Where any step fails, or the system cannot exchange two folders; the old folder then stands as it was.
pub fn replace(plan: &WritePlan<'_>) -> io::Result<()> {
    let new = new_folder(plan.output);
    complete(plan, &new)?;
    put(&new, &plan.output.folder)
}

/// Completes the new folder and syncs it.
fn complete(plan: &WritePlan<'_>, new: &Path) -> io::Result<()> {
    let old = &plan.output.folder;
    fs::create_dir_all(new)?;
    let fresh: Vec<_> = plan.written().map(|path| new.join(path)).collect();
    for path in &plan.unchanged {
        create_parent(&new.join(path))?;
        fs::hard_link(old.join(path), new.join(path))?;
    }
    system::sync(&fresh, new)?;
    for folder in folders(plan) {
        system::sync_folder(&new.join(&folder));
        keep_permissions(&old.join(&folder), &new.join(&folder))?;
    }
    Ok(())
}

/// Every folder of the new output, below it, its own (empty) path included; inner ones first.
fn folders(plan: &WritePlan<'_>) -> Vec<PathBuf> {
    let all: BTreeSet<_> =
        plan.digests.keys().flat_map(|path| Path::new(path).ancestors().skip(1)).map(Path::to_owned).collect();
    all.into_iter().rev().collect()
}

/// Gives the new folder the old one's permissions. An old one that may not be written to stands as a refusal.
fn keep_permissions(old: &Path, new: &Path) -> io::Result<()> {
    let Ok(found) = fs::symlink_metadata(old) else { return Ok(()) };
    if !found.is_dir() {
        return Ok(());
    }
    system::check_writable(old)?;
    fs::set_permissions(new, found.permissions())
}

fn put(new: &Path, folder: &Path) -> io::Result<()> {
    if folder.exists() {
        system::exchange(new, folder)?;
    } else {
        fs::rename(new, folder)?;
    }
    system::sync_folder(folder.parent().unwrap_or(folder));
    Ok(())
}
