//! What puts a side on a server.

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::server::Server;
use crate::target::Files;
use crate::verify::proof::{Outcome, Unwatched};
use crate::verify::stage::{Script, Setback, Stage};
use crate::verify::{catalog, isolation};

/// What puts a side on a server.
pub enum Base<'a> {
    /// What is generated of a model.
    Model(Box<Script<'a>>),
    /// SQL.
    Text(&'a str),
}

impl<'a> Base<'a> {
    /// Of a model and its files or, where there is none, of SQL. The server is one of our own.
    ///
    /// # Errors
    /// Those of [`Script::new`].
    pub fn of(
        server: &Server,
        generated: Option<(&'a Model, &'a Files)>,
        sql: &'a str,
    ) -> Result<Self, Vec<Diagnostic>> {
        match generated {
            Some((model, files)) => {
                Script::new(server, model, files, |_| Ok(files.clone())).map(|script| Self::Model(Box::new(script)))
            }
            None => Ok(Self::Text(sql)),
        }
    }

    /// Statements that put rows into it; nothing where it is SQL.
    #[must_use]
    pub fn seed(&self) -> &str {
        match self {
            Self::Model(script) => script.file("seed"),
            Self::Text(_) => "",
        }
    }

    /// Puts the side into a database of its own, and returns its name.
    pub(super) fn put(&self, server: &Server, name: &str) -> Result<String, Setback> {
        match self {
            Self::Model(script) => Ok(Stage::set(server, script, name)?.database),
            Self::Text(text) => {
                let database = server.create(name).map_err(Setback::at("a new database"))?;
                let run = || server.connect(server.superuser(), &database)?.run(text).map(drop);
                run().map_err(Setback::at("the SQL of a side"))?;
                Ok(database)
            }
        }
    }

    /// Tries on a database that is to be this side's what is proven of a model; of SQL nothing is known.
    pub(super) fn prove(
        &self,
        server: &Server,
        database: &str,
        name: &str,
        outcome: &mut Outcome,
    ) -> Result<(), Setback> {
        let Self::Model(script) = self else { return Ok(()) };
        let stage = Stage { server, script, database: database.to_owned(), stand_ins: Vec::new() };
        let bare = stage.copy(&format!("{name}_bare"))?;
        empty(&bare)?;
        for proof in [&catalog::PROOF, &isolation::PROOF] {
            (proof.run)(&bare, outcome, &Unwatched)?;
        }
        server.drop_database(&bare.database).map_err(Setback::at("a copy"))
    }
}

/// Takes all rows out of a database; the proofs bring their own.
fn empty(stage: &Stage<'_>) -> Result<(), Setback> {
    const TABLES: &str =
        "SELECT string_agg(oid::regclass::text, ', ') FROM pg_class WHERE relkind = 'r' AND oid >= 16384
         AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_')";
    let run = || {
        let mut session = stage.connect(stage.server.superuser())?;
        let tables = session.run(TABLES)?;
        tables.value().map_or(Ok(()), |tables| session.run(&format!("TRUNCATE {tables}")).map(drop))
    };
    run().map_err(Setback::at("a database without rows"))
}
