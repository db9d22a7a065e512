//! A throwaway PostgreSQL server for tests: its own folder, its own Unix socket, no TCP.
//!
//! A shell supervises the server and ends it, and removes the folder, when its standard input closes: when the
//! [`Cluster`] is dropped, and also when the test process ends in any other way, be it by a signal.

use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// The superuser of every cluster made here.
pub const SUPERUSER: &str = "postgres";

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts the server, waits for the end of standard input, stops the server by its own pid, removes the folder.
const SUPERVISOR: &str = r#"
    folder=$1; shift
    "$@" >"$folder/log" 2>&1 &
    server=$!
    read -r _
    kill -INT "$server" 2>/dev/null
    wait "$server"
    rm -rf "$folder"
"#;

/// A running server.
pub struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
    supervisor: Child,
    roles: Mutex<()>,
}

/// One database of a cluster.
pub struct Database<'a> {
    cluster: &'a Cluster,
    name: String,
}

/// What a client printed, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Rows, one to a line, fields divided by `|`.
    pub rows: String,
    /// Errors and notices.
    pub messages: String,
    /// Whether every statement succeeded.
    pub ok: bool,
}

impl Cluster {
    /// The cluster that all tests of this process share. Roles are the cluster's: see [`Cluster::lock_roles`].
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// Makes a cluster and waits until it answers.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start; the message says what to do.
    pub fn start() -> Self {
        let binaries = find_binaries().unwrap_or_else(|| {
            panic!(
                "these tests need PostgreSQL 15 or newer: initdb, postgres and psql are neither on the PATH nor where \
                 `pg_config --bindir` says nor in /usr/lib/postgresql/*/bin (Debian: apt-get install postgresql)"
            )
        });
        let folder = tempfile::Builder::new().prefix("crmgen-pg-").tempdir_in("/tmp").expect("a folder in /tmp").keep();
        let user = server_user(&folder);
        init(&binaries, &folder, user);
        let supervisor = supervise(&binaries, &folder, user);
        let cluster = Self { binaries, folder, supervisor, roles: Mutex::new(()) };
        cluster.wait();
        cluster
    }

    /// Makes an empty database.
    pub fn database(&self, name: &str) -> Database<'_> {
        let template = Database { cluster: self, name: "template1".to_owned() };
        template.run(SUPERUSER, &format!("CREATE DATABASE \"{name}\" TEMPLATE template0")).expect();
        Database { cluster: self, name: name.to_owned() }
    }

    /// Holds off other tests while roles are made or altered: PostgreSQL refuses to alter one role twice at once.
    pub fn lock_roles(&self) -> MutexGuard<'_, ()> {
        self.roles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folder of the server's socket, which clients take for a host.
    pub fn socket(&self) -> &Path {
        &self.folder
    }

    fn wait(&self) {
        let start = Instant::now();
        let database = Database { cluster: self, name: "postgres".to_owned() };
        while !database.run(SUPERUSER, "SELECT").ok {
            if start.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                panic!("PostgreSQL does not answer; its log:\n{log}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// A client program, pointed at this server and at nothing of the environment's.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.join(program));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        command.env("PGHOST", &self.folder).env("PGUSER", SUPERUSER).env("PGOPTIONS", "-c client_min_messages=warning");
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.supervisor.stdin.take());
        let _ = self.supervisor.wait();
    }
}

impl Database<'_> {
    /// Runs statements as a role, in one session, up to the first that fails.
    pub fn run(&self, role: &str, statements: &str) -> Outcome {
        let mut psql = self.cluster.command("psql");
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose", "-f", "-"]);
        psql.args(["-U", role, "-d", &self.name]);
        feed(psql, statements).into()
    }

    /// Where clients other than psql find this database.
    pub fn url(&self, role: &str) -> String {
        format!("postgresql://{role}@/{}?host={}", self.name, self.cluster.folder.display())
    }

    /// The cluster it is in.
    pub fn cluster(&self) -> &Cluster {
        self.cluster
    }
}

impl Outcome {
    /// The rows.
    ///
    /// # Panics
    /// When a statement failed.
    #[track_caller]
    pub fn expect(self) -> String {
        self.rows().unwrap_or_else(|messages| panic!("{messages}"))
    }

    /// The rows; what the client said where a statement failed.
    pub fn rows(self) -> Result<String, String> {
        if self.ok { Ok(self.rows.trim_end().to_owned()) } else { Err(self.messages) }
    }

    /// The SQLSTATE of the error that ended the session.
    ///
    /// # Panics
    /// When none did.
    #[track_caller]
    pub fn sqlstate(&self) -> &str {
        assert!(!self.ok, "no statement failed; rows: {}", self.rows);
        let code = self.messages.split("ERROR:  ").nth(1).and_then(|rest| rest.get(..5));
        code.unwrap_or_else(|| panic!("no SQLSTATE in: {}", self.messages))
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        Self {
            rows: String::from_utf8_lossy(&output.stdout).into_owned(),
            messages: String::from_utf8_lossy(&output.stderr).into_owned(),
            ok: output.status.success(),
        }
    }
}

/// The folder that holds the programs: of the PATH, of `pg_config`, of Debian's packages (the newest).
fn find_binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let configured = Command::new("pg_config").arg("--bindir").output().ok();
    let configured = configured.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    let mut folders: Vec<_> = std::env::split_paths(&path).chain(configured).chain(debian()).collect();
    folders.retain(|folder| ["initdb", "postgres", "psql"].iter().all(|program| folder.join(program).is_file()));
    folders.into_iter().next()
}

fn debian() -> Vec<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = versions.map(|version| version.path()).collect();
    folders.sort_by_key(|folder| folder.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
    folders.into_iter().rev().map(|folder| folder.join("bin")).collect()
}

/// The user to run the server as, who gets the folder: PostgreSQL refuses to run as root. `None` for ourselves.
fn server_user(folder: &Path) -> Option<&'static str> {
    let ours = std::fs::metadata(folder).expect("the folder is there").uid();
    if ours != 0 {
        return None;
    }
    let user = ["postgres", "nobody"].into_iter().find(|user| id("-u", user).is_some()).expect("a user besides root");
    std::os::unix::fs::chown(folder, id("-u", user), id("-g", user)).expect("root may give a folder away");
    Some(user)
}

fn id(what: &str, user: &str) -> Option<u32> {
    let output = Command::new("id").args([what, user]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// A command that runs as that user.
fn run_as(user: Option<&str>, program: &Path) -> Command {
    let Some(user) = user else { return Command::new(program) };
    let number = |what| id(what, user).expect("the user was found").to_string();
    let mut command = Command::new("setpriv");
    command.args(["--reuid", &number("-u"), "--regid", &number("-g"), "--clear-groups"]).arg(program);
    command
}

fn init(binaries: &Path, folder: &Path, user: Option<&str>) {
    let mut initdb = run_as(user, &binaries.join("initdb"));
    initdb.args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", "--username", SUPERUSER, "--pgdata"]);
    let output = initdb.arg(folder.join("data")).current_dir(folder).output().expect("initdb runs");
    assert!(output.status.success(), "initdb failed:\n{}", String::from_utf8_lossy(&output.stderr));
}

fn supervise(binaries: &Path, folder: &Path, user: Option<&str>) -> Child {
    let mut command = run_as(user, Path::new("sh"));
    command.args(["-c", SUPERVISOR, "sh"]).arg(folder).arg(binaries.join("postgres"));
    command.arg("-D").arg(folder.join("data")).arg("-k").arg(folder);
    for setting in ["listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=50"] {
        command.args(["-c", setting]);
    }
    command.current_dir(folder).stdin(Stdio::piped()).spawn().expect("sh runs")
}

/// Runs a command with a text as its standard input.
fn feed(mut command: Command, input: &str) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the client runs");
    let mut stdin = child.stdin.take().expect("it is piped");
    // Both ways at once: a client that has much to say stops reading until it is heard.
    std::thread::scope(|scope| {
        // A client that stops at an error closes its end; what it said tells more than this failure.
        scope.spawn(move || stdin.write_all(input.as_bytes()).ok());
        child.wait_with_output().expect("the client ends")
    })
}
