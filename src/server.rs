//! A PostgreSQL server to try things on: a throwaway one, started from programs of this machine, or a given one on
//! which everything made is marked and dropped again.
//!
//! This layer alone speaks to PostgreSQL. It knows no model and no schema: what is run, and what should come of it, is
//! its callers' matter.

mod address;
mod given;
mod installation;
mod interrupt;
mod session;
mod throwaway;
mod user;
mod version;

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use postgres::Config;

pub use installation::{Installation, Source, choose, demand, find};
pub use session::{Answer, Refusal, Said, Session};
pub use version::Version;

use crate::sql::{ident, literal};
use given::Given;
use throwaway::Cluster;

/// A server. Dropping it ends it, or takes back all that was made on it.
#[derive(Debug)]
pub struct Server {
    version: Version,
    superuser: String,
    /// How the superuser connects.
    config: Config,
    /// The superuser's own session, for making databases; on a given server it also shows that this run lives.
    admin: Mutex<Session>,
    /// What was made here.
    made: Arc<Made>,
    /// Held while roles are made or altered.
    turn: Mutex<()>,
    kind: Kind,
}

/// What was made on a server, as far as it may have to be dropped.
#[derive(Debug, Default)]
struct Made {
    databases: Mutex<BTreeSet<String>>,
    /// On a given server alone; a server of our own takes its roles along.
    roles: Mutex<BTreeSet<String>>,
}

#[derive(Debug)]
enum Kind {
    Throwaway(Cluster),
    Given(Given),
}

/// Why there is no server to try things on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unavailable {
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to do instead, one sentence each.
    pub help: Vec<String>,
}

impl Server {
    /// Starts a throwaway server from an installation's programs: alone in a temporary folder, reached by a Unix socket,
    /// without root's powers, and gone when this process is.
    ///
    /// # Errors
    /// When it does not start.
    pub fn throwaway(programs: &Path) -> Result<Self, Unavailable> {
        let mut cluster = Cluster::start(programs)?;
        let mut config = Config::new();
        config.host_path(cluster.socket()).user(throwaway::SUPERUSER).dbname("postgres").application_name("crmgen");
        let admin = cluster.wait(|| Session::connect(&config).ok())?;
        Self::with(config, admin, Kind::Throwaway(cluster))
    }

    /// Connects to a server at an address, on which the databases and roles of this run get names of their own.
    ///
    /// # Errors
    /// When it cannot be reached, or its role is no superuser.
    pub fn given(url: &str) -> Result<Self, Unavailable> {
        let config = address::read(url)?;
        let unreachable = |refusal: Refusal| {
            Unavailable::new(format!("cannot connect to the server of the database URL: {}", refusal.message))
        };
        let mut admin = Session::connect(&config).map_err(unreachable)?;
        let given = Given::register(&mut admin)?;
        let server = Self::with(config.clone(), admin, Kind::Given(given))?;
        let made = Arc::downgrade(&server.made);
        interrupt::before_the_end(move || {
            // A session of its own: the others may be waiting for an answer.
            if let (Some(made), Ok(mut session)) = (made.upgrade(), Session::connect(&config)) {
                let _ = made.drop_all(&mut session);
            }
        });
        Ok(server)
    }

    fn with(config: Config, mut admin: Session, kind: Kind) -> Result<Self, Unavailable> {
        let mut ask = |what: &str| -> Result<String, Refusal> {
            Ok(admin.run(&format!("SELECT {what}"))?.value().unwrap_or_default().to_owned())
        };
        let said = ask("current_setting('server_version')")?;
        let superuser = ask("current_user")?;
        let unread = || Unavailable::new(format!("the server gives a version that cannot be read: {said}"));
        let version = Version::read(&said).ok_or_else(unread)?;
        let admin = Mutex::new(admin);
        Ok(Self { version, superuser, config, admin, made: Arc::default(), turn: Mutex::default(), kind })
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// The name of the role that may do everything.
    #[must_use]
    pub fn superuser(&self) -> &str {
        &self.superuser
    }

    /// Whether it belongs to somebody else.
    #[must_use]
    pub fn is_given(&self) -> bool {
        matches!(self.kind, Kind::Given(_))
    }

    /// Where clients other than ours find a database: `postgresql://…`.
    #[must_use]
    pub fn url(&self, role: &str, database: &str) -> String {
        address::url(&self.config_for(role, database))
    }

    /// Logs in as a role.
    ///
    /// # Errors
    /// The server's refusal.
    pub fn connect(&self, role: &str, database: &str) -> Result<Session, Refusal> {
        Session::connect(&self.config_for(role, database))
    }

    fn config_for(&self, role: &str, database: &str) -> Config {
        let mut config = self.config.clone();
        config.dbname(database);
        match &self.kind {
            Kind::Given(given) if role != self.superuser => config.user(role).password(&given.password),
            Kind::Given(_) | Kind::Throwaway(_) => config.user(role),
        };
        config
    }

    /// The folder of the Unix socket of a server of our own, which clients take for a host.
    #[must_use]
    pub fn socket(&self) -> Option<&Path> {
        match &self.kind {
            Kind::Throwaway(cluster) => Some(cluster.socket()),
            Kind::Given(_) => None,
        }
    }

    /// What a database or role is to be called here that is to be called `name` on a server of our own.
    #[must_use]
    pub fn marked(&self, name: &str) -> String {
        match &self.kind {
            Kind::Throwaway(_) => name.to_owned(),
            Kind::Given(given) => given.marked(name),
        }
    }

    /// Makes an empty database and returns its name: `name` as [`Server::marked`].
    ///
    /// # Errors
    /// The server's refusal, for one when there is a database of that name.
    pub fn create(&self, name: &str) -> Result<String, Refusal> {
        self.make(name, "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    }

    /// Makes a copy of a database that nobody is connected to, and returns its name.
    ///
    /// # Errors
    /// As [`Server::create`], and when somebody is connected to the template.
    pub fn copy(&self, template: &str, name: &str) -> Result<String, Refusal> {
        self.make(name, &format!("TEMPLATE {}", ident(template)))
    }

    fn make(&self, name: &str, how: &str) -> Result<String, Refusal> {
        let name = self.marked(name);
        self.admin().run(&format!("CREATE DATABASE {} {how}", ident(&name)))?;
        locked(&self.made.databases).insert(name.clone());
        Ok(name)
    }

    /// Drops a database that was made here, with all sessions in it.
    ///
    /// # Errors
    /// When it was not made here; or the server's refusal.
    pub fn drop_database(&self, name: &str) -> Result<(), Refusal> {
        if !locked(&self.made.databases).contains(name) {
            return Err(refused(format!("database \"{name}\" was not made here, so it is not dropped")));
        }
        self.admin().run(&format!("DROP DATABASE {} WITH (FORCE)", ident(name)))?;
        locked(&self.made.databases).remove(name);
        Ok(())
    }

    /// Holds off others while roles, which are the whole server's, are made or altered: PostgreSQL refuses to alter one
    /// role twice at once.
    pub fn hold_roles(&self) -> MutexGuard<'_, ()> {
        locked(&self.turn)
    }

    /// Announces roles that are about to be made, so that they are dropped at the end. On a server of our own nothing
    /// has to be.
    ///
    /// # Errors
    /// When one bears no mark of this run, or is there already; or the server's refusal.
    pub fn announce(&self, roles: &[&str]) -> Result<(), Refusal> {
        let Kind::Given(given) = &self.kind else { return Ok(()) };
        let new = roles.iter().filter(|&&role| !locked(&self.made.roles).contains(role));
        for role in new {
            let query = format!("SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = {}", literal(role));
            if !role.starts_with(&given.mark) || self.admin().run(&query)?.value() != Some("0") {
                return Err(refused(format!("role \"{role}\" is not this run's to make")));
            }
        }
        locked(&self.made.roles).extend(roles.iter().map(|&role| role.to_owned()));
        Ok(())
    }

    /// Lets an announced role, made meanwhile, log in where a password is wanted. On a server of our own none is.
    ///
    /// # Errors
    /// When the role was not announced; or the server's refusal.
    pub fn admit(&self, role: &str) -> Result<(), Refusal> {
        let Kind::Given(given) = &self.kind else { return Ok(()) };
        if !locked(&self.made.roles).contains(role) {
            return Err(refused(format!("role \"{role}\" was not made here, so it gets no password")));
        }
        self.admin().run(&format!("ALTER ROLE {} PASSWORD {}", ident(role), literal(&given.password))).map(drop)
    }

    fn admin(&self) -> MutexGuard<'_, Session> {
        locked(&self.admin)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.is_given() {
            // Where the server does not let us, the next run clears it.
            let _ = self.made.drop_all(&mut self.admin());
        }
    }
}

impl Made {
    fn drop_all(&self, session: &mut Session) -> Result<(), Refusal> {
        let names = |set: &Mutex<BTreeSet<String>>| locked(set).iter().cloned().collect::<Vec<_>>();
        given::drop_marked(session, &names(&self.databases), &names(&self.roles))
    }
}

impl Unavailable {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: Vec::new() }
    }

    fn help(mut self, text: &str) -> Self {
        self.help.push(text.to_owned());
        self
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.iter().try_for_each(|help| write!(f, "\n{help}"))
    }
}

impl std::error::Error for Unavailable {}

impl From<Refusal> for Unavailable {
    fn from(refusal: Refusal) -> Self {
        Self::new(format!("the server refused: {refusal}"))
    }
}

/// A refusal of our own, as PostgreSQL words it: 42501 is a lack of privilege.
fn refused(message: String) -> Refusal {
    Refusal::plain("42501", message)
}

/// What is behind a lock, be it that a thread that held it gave up: each change to it is whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
