//! A server of our own: its own folder, its own Unix socket, no TCP, no password, no care for power failures.
//!
//! It is gone when we are gone, however that happens. A shell waits for its standard input to close, which it does when
//! the [`Cluster`] is dropped and when this process ends, by a signal too; it then ends the server and removes the
//! folder. Shell and server share a process group that the terminal's Ctrl-C does not reach. What is left where even
//! the shell was killed, the next run clears.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::Unavailable;
use super::user::{self, User};

/// The superuser of every cluster made here.
pub const SUPERUSER: &str = "postgres";

/// What the name of every cluster's folder starts with.
const PREFIX: &str = "crmgen-pg-";

/// The file in the folder that holds the process number of its supervisor.
const SUPERVISOR_FILE: &str = "supervisor";

/// The longest path of a folder for which that of the socket in it, `.s.PGSQL.5432`, still fits the system's limit.
const LONGEST_FOLDER: usize = 80;

/// How long a server may take to answer, and another's folder may be without a supervisor.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for the end of standard input, ends what is in its process group, waits until the server is gone (for ten
/// seconds, should it have died without taking its lock file along), removes the folder.
const SUPERVISOR: &str = r#"
    trap '' HUP INT QUIT TERM
    read -r _
    kill -QUIT 0
    turns=0
    while [ -e "$1/data/postmaster.pid" ] && [ $turns -lt 1000 ]; do sleep 0.01; turns=$((turns + 1)); done
    rm -rf "$1" || { sleep 1; rm -rf "$1"; }
"#;

/// How the server differs from what `initdb` sets up: nothing listens but its socket, nothing has to last, and what it
/// does depends on no surroundings.
const SETTINGS: [&str; 10] = [
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=100",
    "autovacuum=off",
    "jit=off",
    "timezone=UTC",
];

/// A running server of our own.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    supervisor: Child,
    server: Option<Child>,
}

impl Cluster {
    /// Clears what dead runs left, makes a cluster and starts it; it may not answer yet.
    ///
    /// # Errors
    /// When no folder can be made, or a program of PostgreSQL fails; the message has what it said.
    pub fn start(programs: &Path) -> Result<Self, Unavailable> {
        let in_folder = |error: io::Error| Unavailable::new(format!("cannot make a folder for PostgreSQL: {error}"));
        // Whoever reaches the socket is let in, so nobody else may.
        let private = fs::Permissions::from_mode(0o700);
        let folder = tempfile::Builder::new().prefix(PREFIX).permissions(private).tempdir_in(home());
        let folder = folder.map_err(in_folder)?;
        let ours = fs::metadata(folder.path()).map_err(in_folder)?.uid();
        clear(&home(), ours);
        let user = User::for_server(folder.path()).map_err(in_folder)?;
        user.map_or(Ok(()), |user| user.give(folder.path())).map_err(in_folder)?;
        let supervisor = supervise(folder.path(), user).map_err(in_folder)?;
        let mut cluster = Self { folder: folder.keep(), supervisor, server: None };
        cluster.init(programs, user)?;
        cluster.server = Some(cluster.serve(programs, user)?);
        Ok(cluster)
    }

    /// The folder of the socket, which clients take for a host.
    pub fn socket(&self) -> &Path {
        &self.folder
    }

    /// Waits until the server lets somebody in.
    ///
    /// # Errors
    /// When it ends, or does not within [`PATIENCE`]; the message has its log.
    pub fn wait<T>(&mut self, mut connect: impl FnMut() -> Option<T>) -> Result<T, Unavailable> {
        let start = Instant::now();
        loop {
            if let Some(session) = connect() {
                return Ok(session);
            }
            let has_ended = self.server.as_mut().is_none_or(|server| !matches!(server.try_wait(), Ok(None)));
            if has_ended || start.elapsed() > PATIENCE {
                return Err(Unavailable::new(format!("PostgreSQL does not start; its log:\n{}", self.log())));
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn init(&self, programs: &Path, user: Option<User>) -> Result<(), Unavailable> {
        let mut initdb = self.command(&programs.join("initdb"), user);
        initdb.args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", "--username", SUPERUSER]);
        let output = initdb.arg("--pgdata").arg(self.folder.join("data")).output();
        let output = output.map_err(|error| self.cannot_run(&programs.join("initdb"), &error))?;
        if output.status.success() {
            return Ok(());
        }
        Err(Unavailable::new(format!("initdb failed:\n{}", String::from_utf8_lossy(&output.stderr).trim_end())))
    }

    fn serve(&self, programs: &Path, user: Option<User>) -> Result<Child, Unavailable> {
        let mut server = self.command(&programs.join("postgres"), user);
        server.arg("-D").arg(self.folder.join("data")).arg("-k").arg(&self.folder);
        server.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
        let log = File::create(self.folder.join("log")).and_then(|log| Ok((log.try_clone()?, log)));
        let started = log.and_then(|(out, errors)| server.stdout(out).stderr(errors).spawn());
        started.map_err(|error| self.cannot_run(&programs.join("postgres"), &error))
    }

    /// A program of the supervisor's process group.
    fn command(&self, program: &Path, user: Option<User>) -> Command {
        let mut command = user::command(program, user);
        command.current_dir(&self.folder).stdin(Stdio::null());
        // A process number that does not fit is none the system gives out.
        command.process_group(self.supervisor.id().try_into().unwrap_or_default());
        command
    }

    fn cannot_run(&self, program: &Path, error: &io::Error) -> Unavailable {
        let unavailable = Unavailable::new(format!("cannot run {}: {error}", program.display()));
        let is_given_away = fs::metadata(&self.folder).is_ok_and(|found| found.uid() != 0);
        if error.kind() == io::ErrorKind::PermissionDenied && is_given_away {
            return unavailable.help("PostgreSQL runs as a user without root's powers, who must be able to reach it");
        }
        unavailable
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default().trim_end().to_owned()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.supervisor.stdin.take());
        let _ = self.supervisor.wait();
        if let Some(server) = &mut self.server {
            // Its supervisor has ended it; this takes note of it.
            let _ = server.wait();
        }
    }
}

/// Where folders are made: the system's place for temporary ones, unless its name is too long for a socket or the user
/// who stands in for root cannot get there.
fn home() -> PathBuf {
    let usual = std::env::temp_dir();
    let is_short = usual.as_os_str().len() + PREFIX.len() + "/123456".len() <= LONGEST_FOLDER;
    if is_short && user::can_all_reach(&usual) { usual } else { PathBuf::from("/tmp") }
}

/// Starts the shell that clears up behind us, as the leader of a process group, and leaves its number in the folder.
fn supervise(folder: &Path, user: Option<User>) -> io::Result<Child> {
    let mut shell = user::command(Path::new("/bin/sh"), user);
    shell.args(["-c", SUPERVISOR, "sh"]).arg(folder).current_dir("/").process_group(0);
    let supervisor = shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    fs::write(folder.join(SUPERVISOR_FILE), supervisor.id().to_string())?;
    Ok(supervisor)
}

/// Clears the folders of clusters that we made and whose supervisor is dead. What cannot be cleared is left for the next
/// run, as it harms nobody.
fn clear(home: &Path, ours: u32) {
    let entries = fs::read_dir(home).into_iter().flatten().flatten();
    let named = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    let made = named.map(|entry| entry.path()).filter(|folder| User::may_have_made(ours, folder));
    for folder in made.filter(|folder| folder.is_dir() && is_abandoned(folder)) {
        end_server(&folder);
        let _ = fs::remove_dir_all(&folder);
    }
}

/// Whether nobody supervises a folder. One that has had no supervisor yet is given some time.
fn is_abandoned(folder: &Path) -> bool {
    match process(&folder.join(SUPERVISOR_FILE)) {
        Some(supervisor) => !is_running(supervisor, folder),
        None => age(folder).is_some_and(|age| age > PATIENCE),
    }
}

fn age(folder: &Path) -> Option<Duration> {
    SystemTime::now().duration_since(fs::metadata(folder).ok()?.modified().ok()?).ok()
}

/// Ends a server that has outlived its supervisor, and waits a little until it has.
fn end_server(folder: &Path) {
    let Some(server) = process(&folder.join("data/postmaster.pid")).filter(|server| is_running(*server, folder)) else {
        return;
    };
    let _ = Command::new("/bin/sh").args(["-c", "kill -QUIT \"$1\"", "sh", &server.to_string()]).status();
    let start = Instant::now();
    while is_running(server, folder) && start.elapsed() < Duration::from_secs(10) {
        thread::sleep(Duration::from_millis(20));
    }
}

/// The process number in the first line of a file.
fn process(file: &Path) -> Option<u32> {
    fs::read_to_string(file).ok()?.lines().next()?.trim().parse().ok()
}

/// Whether a process of that number is there and was started for this folder: numbers come again.
fn is_running(process: u32, folder: &Path) -> bool {
    let arguments = if Path::new("/proc/self/cmdline").exists() {
        fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default()
    } else {
        let ps = Command::new("ps").args(["-ww", "-o", "args=", "-p", &process.to_string()]).output();
        ps.map(|output| output.stdout).unwrap_or_default()
    };
    String::from_utf8_lossy(&arguments).contains(&*folder.to_string_lossy())
}
