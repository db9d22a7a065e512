//! The server that tests share, and `psql` to talk to it, as users do.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use crmgen::server::{self, Server};

/// The superuser of every cluster made here.
pub const SUPERUSER: &str = "postgres";

/// A running server, and the client programs that belong to it.
pub struct Cluster {
    /// The server.
    pub server: Server,
    programs: PathBuf,
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
    /// The status with which it ended; none where a signal ended it.
    pub status: Option<i32>,
}

impl Cluster {
    /// The cluster that all tests of this process share. It ends with the process.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// Makes a cluster and waits until it answers.
    ///
    /// # Panics
    /// When PostgreSQL is not installed, with psql, or does not start; the message says what to do.
    pub fn start() -> Self {
        let mut found = server::find();
        let chosen = server::choose(&found, &[], 15..=18).unwrap_or_else(|none| panic!("{none}"));
        let server = Server::throwaway(&chosen[0].programs).unwrap_or_else(|unavailable| panic!("{unavailable}"));
        // Not every installation brings the clients.
        found.retain(|one| one.programs.join("psql").is_file());
        let clients =
            server::choose(&found, &[], 15..=18).unwrap_or_else(|none| panic!("these tests need psql too; {none}"));
        Self { server, programs: clients[0].programs.clone() }
    }

    /// Makes an empty database.
    pub fn database(&self, name: &str) -> Database<'_> {
        let name = self.server.create(name).unwrap_or_else(|refusal| panic!("{refusal}"));
        Database { cluster: self, name }
    }

    /// A database that is there.
    pub fn open(&self, name: &str) -> Database<'_> {
        Database { cluster: self, name: name.to_owned() }
    }

    /// Runs a file of pgTAP tests as the superuser; the rows are what every test says.
    ///
    /// # Panics
    /// When `pg_prove` is not installed.
    pub fn prove(&self, database: &str, tests: &Path) -> Outcome {
        let mut prove = self.pointed(Command::new("pg_prove"));
        prove.arg("--psql-bin").arg(self.programs.join("psql")).args(["--verbose", "--dbname", database]).arg(tests);
        prove
            .output()
            .expect("pg_prove runs (Debian: libtap-parser-sourcehandler-pgtap-perl, postgresql-15-pgtap)")
            .into()
    }

    /// A client program of the server's.
    fn command(&self, program: &str) -> Command {
        self.pointed(Command::new(self.programs.join(program)))
    }

    /// A client, pointed at this server and at nothing of the environment's.
    fn pointed(&self, mut command: Command) -> Command {
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        let socket = self.server.socket().expect("the server is ours");
        command.env("PGHOST", socket).env("PGUSER", SUPERUSER).env("PGOPTIONS", "-c client_min_messages=warning");
        command
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

    /// What `pg_dump` says of its schema.
    ///
    /// # Panics
    /// When it says nothing.
    pub fn dump(&self) -> String {
        let mut dump = self.cluster.command("pg_dump");
        dump.args(["--schema-only", "--dbname", &self.name]);
        let outcome = Outcome::from(dump.output().expect("pg_dump runs"));
        assert!(outcome.ok, "{}", outcome.messages);
        outcome.rows
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where clients other than psql find this database.
    pub fn url(&self, role: &str) -> String {
        self.cluster.server.url(role, &self.name)
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
            status: output.status.code(),
        }
    }
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
