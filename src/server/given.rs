//! Someone else's server, of which we were given the address: what we make on it bears a mark, and nothing else is
//! touched.
//!
//! The mark is a prefix with a random part, made anew by each run, and the name under which the run's own session is
//! registered with the server as long as the run lives. So what a dead run left can be told from what a living one is
//! using, from any machine.

use super::{Refusal, Session, Unavailable};
use crate::sql::{ident, literal};

/// What every mark starts with.
const PREFIX: &str = "crmgen_verify_";

/// The regular expression of names that bear a mark; its group is the mark.
const MARKED: &str = "^(crmgen_verify_[0-9a-f]{12})_";

/// What we bring to a given server.
#[derive(Debug)]
pub struct Given {
    /// What the names of all databases and roles of this run start with, without the `_` behind it.
    pub mark: String,
    /// The password of this run's roles, as strangers' servers may want one.
    pub password: String,
}

impl Given {
    /// Registers a run with a server and clears what dead runs left there.
    ///
    /// # Errors
    /// When the session's role may not do what is needed, or the server refuses something.
    pub fn register(session: &mut Session) -> Result<Self, Unavailable> {
        demand_superuser(session)?;
        let random = |session: &mut Session| {
            let answer = session.run("SELECT replace(gen_random_uuid()::text, '-', '')");
            answer.map(|answer| answer.value().unwrap_or_default().to_owned())
        };
        // The first twelve digits of such a UUID are all random.
        let mark = format!("{PREFIX}{}", &random(session)?[..12]);
        let given = Self { password: random(session)?, mark };
        session.run(&format!("SET application_name = {}", literal(&given.mark)))?;
        clear(session)?;
        Ok(given)
    }

    /// A name on the server for what this run calls `name`.
    #[must_use]
    pub fn marked(&self, name: &str) -> String {
        format!("{}_{name}", self.mark)
    }
}

/// Drops databases, then roles, if they bear a mark: all that can be dropped.
///
/// # Errors
/// The first refusal of the server.
pub fn drop_marked(session: &mut Session, databases: &[String], roles: &[String]) -> Result<(), Refusal> {
    let marked =
        |names: &'_ [String]| names.iter().filter(|name| name.starts_with(PREFIX)).map(ident).collect::<Vec<_>>();
    let databases = marked(databases).into_iter().map(|name| format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    let roles = marked(roles).into_iter().map(|name| format!("DROP ROLE IF EXISTS {name}"));
    let outcomes: Vec<_> = databases.chain(roles).map(|statement| session.run(&statement)).collect();
    outcomes.into_iter().collect::<Result<Vec<_>, _>>().map(drop)
}

fn demand_superuser(session: &mut Session) -> Result<(), Unavailable> {
    let answer = session.run("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")?;
    let said = |column: usize| answer.rows.first().and_then(|row| row.get(column)?.as_deref()).unwrap_or_default();
    if said(1) == "t" {
        return Ok(());
    }
    Err(Unavailable::new(format!("role `{}` of the database URL is no superuser", said(0)))
        .help("the proof makes roles, one of which bypasses row security, and logs in as them; only a superuser may")
        .help("without a database URL a PostgreSQL on this machine is started for it, and removed afterwards"))
}

/// Drops what runs left that are no more.
fn clear(session: &mut Session) -> Result<(), Refusal> {
    let left = |session: &mut Session, table: &str, column: &str| -> Result<Vec<String>, Refusal> {
        let answer = session.run(&format!(
            "SELECT {column} FROM pg_catalog.{table} WHERE {column} ~ '{MARKED}' AND substring({column} FROM '{MARKED}')
             NOT IN (SELECT application_name FROM pg_catalog.pg_stat_activity WHERE application_name IS NOT NULL)"
        ))?;
        Ok(answer.rows.into_iter().flatten().flatten().collect())
    };
    let databases = left(session, "pg_database", "datname")?;
    let roles = left(session, "pg_roles", "rolname")?;
    drop_marked(session, &databases, &roles)
}
