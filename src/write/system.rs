//! What the standard library does not offer, in one place.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Exchanges two folders in one step.
#[cfg(target_os = "linux")]
pub fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

/// Exchanges two folders in one step: not here.
#[cfg(not(target_os = "linux"))]
pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// An error where this process may not write to the folder.
#[cfg(target_os = "linux")]
pub fn check_writable(folder: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    Ok(access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// An error where this process may not write to the folder: not known here before trying.
#[cfg(not(target_os = "linux"))]
pub fn check_writable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// So many files are synced one by one; more than that by syncing their file system once, which then is quicker.
const FEW: usize = 64;

/// Waits until the files, which lie below `folder`, are on the disk.
pub fn sync(files: &[PathBuf], folder: &Path) -> io::Result<()> {
    if files.len() > FEW && sync_file_system(folder).is_ok() {
        return Ok(());
    }
    files.iter().try_for_each(|path| File::open(path)?.sync_all())
}

#[cfg(target_os = "linux")]
fn sync_file_system(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync_file_system(_: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Waits until a folder's names are on the disk, where the system lets a folder be synced. When it does not, the names
/// get there in their own time, old or new, so there is nothing to report.
pub fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Links a file to a second name, or copies it where the file system has no links.
pub fn link(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}
