//! A stage: a database with the surroundings that a model expects, to which the generated SQL is applied as it is.

use std::borrow::Cow;
use std::fmt;

use super::surroundings;
use crate::diagnostic::Diagnostic;
use crate::model::project::{RoleName, Roles};
use crate::model::{Model, Name, Role};
use crate::server::{Refusal, Server, Session};
use crate::target::Files;

/// What is put on stages of one server: a model and all that is made of it.
///
/// On a server of our own that is the project's. On a given one every role has another name, so that none of those that
/// are there is touched, and everything is made again from the model so changed.
#[derive(Debug)]
pub struct Script<'a> {
    /// The model.
    pub model: Cow<'a, Model>,
    /// What is made of it.
    pub files: Cow<'a, Files>,
}

/// A database of a server, and what is put on it.
#[derive(Debug)]
pub struct Stage<'a> {
    /// The server.
    pub server: &'a Server,
    /// What is put on.
    pub script: &'a Script<'a>,
    /// The database's name on the server.
    pub database: String,
    /// What the server should have brought and did not, so that something stands in for it.
    pub stand_ins: Vec<String>,
}

/// A step in preparing a stage failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setback {
    /// The step: `schema.sql`.
    pub step: String,
    /// Why it failed.
    pub refusal: Refusal,
}

impl<'a> Script<'a> {
    /// What can be put on stages of a server; `generate` makes a model's files.
    ///
    /// # Errors
    /// What is wrong with the files of the model with other roles.
    pub fn new(
        server: &Server,
        model: &'a Model,
        files: &'a Files,
        generate: impl Fn(&Model) -> Result<Files, Vec<Diagnostic>>,
    ) -> Result<Self, Vec<Diagnostic>> {
        if !server.is_given() {
            return Ok(Self { model: Cow::Borrowed(model), files: Cow::Borrowed(files) });
        }
        let mut model = model.clone();
        model.project.roles = Roles::new(Role::ALL.map(|role| RoleName {
            name: Name::derived(&server.marked(role.key()), "", 0),
            external: model.project.roles.get(role).external,
            was: None,
        }));
        let files = generate(&model)?;
        Ok(Self { model: Cow::Owned(model), files: Cow::Owned(files) })
    }

    /// One of the SQL files, by its name without the ending; nothing where the schema makes no SQL.
    #[must_use]
    pub fn file(&self, name: &str) -> &str {
        self.files.get(&format!("postgres/{name}.sql")).map_or("", String::as_str)
    }

    /// A role's name.
    #[must_use]
    pub fn role(&self, role: Role) -> &str {
        self.model.project.roles.name(role).as_str()
    }
}

impl<'a> Stage<'a> {
    /// Makes a database with what stands there before any file runs.
    ///
    /// # Errors
    /// The step that failed.
    pub fn bare(server: &'a Server, script: &'a Script<'a>, name: &str) -> Result<Self, Setback> {
        let database = server.create(name).map_err(Setback::at("a new database"))?;
        let mut stage = Self { server, script, database, stand_ins: Vec::new() };
        let mut session = stage.connect(server.superuser()).map_err(Setback::at("a new database"))?;
        let _roles = server.hold_roles();
        server.announce(&Role::ALL.map(|role| script.role(role))).map_err(Setback::at("roles"))?;
        stage.stand_ins =
            surroundings::make(server, &mut session, &script.model).map_err(Setback::at("surroundings"))?;
        Ok(stage)
    }

    /// Makes a database with the surroundings, and runs `roles.sql` on it, twice, as it must do no harm.
    ///
    /// # Errors
    /// The step that failed.
    pub fn empty(server: &'a Server, script: &'a Script<'a>, name: &str) -> Result<Self, Setback> {
        let stage = Self::bare(server, script, name)?;
        let mut session = stage.connect(server.superuser()).map_err(Setback::at("roles.sql"))?;
        let _roles = server.hold_roles();
        for _ in 0..2 {
            session.run(script.file("roles")).map_err(Setback::at("roles.sql"))?;
        }
        session.run(&surroundings::tables(&script.model)).map_err(Setback::at("surroundings"))?;
        Role::ALL.into_iter().try_for_each(|role| server.admit(script.role(role))).map_err(Setback::at("roles"))?;
        Ok(stage)
    }

    /// Makes a stage with everything on it: surroundings, roles, schema, policies.
    ///
    /// # Errors
    /// The step that failed.
    pub fn set(server: &'a Server, script: &'a Script<'a>, name: &str) -> Result<Self, Setback> {
        let stage = Self::empty(server, script, name)?;
        stage.apply()?;
        Ok(stage)
    }

    /// Runs `schema.sql` and `policies.sql`, as the migrator.
    ///
    /// # Errors
    /// The step that failed.
    pub fn apply(&self) -> Result<(), Setback> {
        self.migrate("schema")?;
        self.migrate("policies")
    }

    /// Runs `rollback.sql`, as the migrator.
    ///
    /// # Errors
    /// That it failed.
    pub fn roll_back(&self) -> Result<(), Setback> {
        self.migrate("rollback")
    }

    /// Logs in as a role, by the name it has on the server.
    ///
    /// # Errors
    /// The server's refusal.
    pub fn connect(&self, role: &str) -> Result<Session, Refusal> {
        self.server.connect(role, &self.database)
    }

    /// The model that is on the stage, with the roles' names as they are on the server.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.script.model
    }

    /// Makes a copy of the database, on which nobody may be, under another name.
    ///
    /// # Errors
    /// The step that failed.
    pub fn copy(&self, name: &str) -> Result<Stage<'a>, Setback> {
        let database = self.server.copy(&self.database, name).map_err(Setback::at("a copy"))?;
        let copy = Stage { server: self.server, script: self.script, database, stand_ins: self.stand_ins.clone() };
        // PostgreSQL copies what is in a database, not who may use it.
        let mut session = copy.connect(self.server.superuser()).map_err(Setback::at("a copy"))?;
        let _roles = self.server.hold_roles();
        session.run(self.script.file("roles")).map_err(Setback::at("roles.sql"))?;
        Ok(copy)
    }

    fn migrate(&self, file: &str) -> Result<(), Setback> {
        let step = format!("{file}.sql");
        let mut session = self.connect(self.script.role(Role::Migrator)).map_err(Setback::at(&step))?;
        session.run(self.script.file(file)).map(drop).map_err(Setback::at(&step))
    }
}

impl fmt::Display for Setback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.step, self.refusal)
    }
}

impl std::error::Error for Setback {}

impl Setback {
    /// Turns a refusal into a setback at a step.
    pub fn at(step: &str) -> impl Fn(Refusal) -> Self {
        move |refusal| Self { step: step.to_owned(), refusal }
    }
}
