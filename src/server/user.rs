//! Whom a server runs as: PostgreSQL refuses to run as root.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// A user without root's powers, by numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct User {
    uid: u32,
    gid: u32,
}

/// The user id of root.
const ROOT: u32 = 0;

/// Who may stand in for root, the better first.
const STAND_INS: [&str; 2] = ["postgres", "nobody"];

impl User {
    /// Who is to run a server whose folder we have just made: nobody else than us, unless we are root.
    ///
    /// # Errors
    /// When the folder cannot be looked at, or root finds nobody to stand in.
    pub fn for_server(folder: &Path) -> io::Result<Option<Self>> {
        if fs::metadata(folder)?.uid() != ROOT {
            return Ok(None);
        }
        let nobody =
            || io::Error::other(format!("root may not run it, and there is no user {}", STAND_INS.join(" or ")));
        Self::stand_ins().next().map(Some).ok_or_else(nobody)
    }

    /// Whether a folder may be ours, who own `mine`: we made both, or root did and gave this one away.
    #[must_use]
    pub fn may_have_made(mine: u32, folder: &Path) -> bool {
        let Ok(owner) = fs::symlink_metadata(folder).map(|found| found.uid()) else { return false };
        owner == mine || mine == ROOT && Self::stand_ins().any(|user| user.uid == owner)
    }

    /// Gives the user a folder.
    ///
    /// # Errors
    /// When we may not.
    pub fn give(self, folder: &Path) -> io::Result<()> {
        chown(folder, Some(self.uid), Some(self.gid))
    }

    fn stand_ins() -> impl Iterator<Item = Self> {
        STAND_INS.into_iter().filter_map(Self::named)
    }

    fn named(name: &str) -> Option<Self> {
        Some(Self { uid: number("-u", name)?, gid: number("-g", name)? })
    }
}

/// Whether whoever knows a folder's name can get there.
#[must_use]
pub fn can_all_reach(folder: &Path) -> bool {
    const OTHERS_MAY_PASS: u32 = 0o001;
    folder.ancestors().all(|at| fs::metadata(at).is_ok_and(|found| found.mode() & OTHERS_MAY_PASS != 0))
}

/// A program, to be run as that user and with nothing of the environment that steers PostgreSQL.
#[must_use]
pub fn command(program: &Path, user: Option<User>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
        command.env_remove(name);
    }
    if let Some(User { uid, gid }) = user {
        // The standard library drops the other groups along with root.
        command.uid(uid).gid(gid);
    }
    command
}

fn number(which: &str, user: &str) -> Option<u32> {
    let output = Command::new("id").args([which, user]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
