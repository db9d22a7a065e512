//! Runs one way of a migration, statement by statement, and looks around after each.

use crate::migrate::{Actor, Piece, Way, pieces};
use crate::model::{Model, Role};
use crate::server::Session;
use crate::sql::ident;
use crate::verify::proof::Outcome;
use crate::verify::snapshot::{OBJECTS, ROLES, Snapshot};
use crate::verify::stage::Setback;

use super::Trial;
use super::probe::Probe;
use super::walls::Walls;

/// The superuser's session on the database that is migrated. It becomes who has to run each piece.
pub(super) struct Walk<'a> {
    trial: &'a Trial<'a>,
    session: Session,
    probe: Option<Probe>,
    walls: Walls,
}

impl<'a> Walk<'a> {
    /// On the database with the old side in it.
    pub fn new(trial: &'a Trial<'a>, database: &str) -> Result<Self, Setback> {
        let connect = || trial.server.connect(trial.server.superuser(), database);
        let session = connect().map_err(Setback::at("the database to migrate"))?;
        Ok(Self { trial, session, probe: Probe::new(trial), walls: Walls::new(trial) })
    }

    /// The superuser's session.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// What is in the database now.
    pub fn snapshot(&mut self) -> Result<Snapshot, Setback> {
        Snapshot::read(&mut self.session, &[OBJECTS, ROLES]).map_err(Setback::at("the catalog"))
    }

    /// Runs one way. After every statement no tenant may be open to another.
    pub fn run(&mut self, way: &Way, name: &str, outcome: &mut Outcome) -> Result<(), Setback> {
        let whole = pieces(way, self.trial.needs);
        let ran = whole.iter().enumerate().try_for_each(|(at, piece)| {
            self.piece(piece, &format!("{name}, part {} of {}", at + 1, whole.len()), outcome)
        });
        // A part that failed has left its transaction open; that closing it fails too would say nothing more.
        let _ = self.session.run("ROLLBACK");
        let reset = self.session.run("RESET SESSION AUTHORIZATION; RESET ALL").map(drop);
        ran.and(reset.map_err(Setback::at(name)))
    }

    fn piece(&mut self, piece: &Piece, name: &str, outcome: &mut Outcome) -> Result<(), Setback> {
        self.say(&self.become_actor(piece), name)?;
        self.say(&piece.settings(self.trial.needs, false), name)?;
        self.say(if piece.transactional { "BEGIN" } else { "" }, name)?;
        for statement in &piece.statements {
            self.say(statement, &format!("{name}: {}", code(statement)))?;
            outcome.tried(1, "statement");
            self.walls.look(&mut self.session, code(statement), outcome)?;
            if let Some(probe) = &self.probe {
                probe.look(&mut self.session, piece.transactional, code(statement), outcome);
            }
        }
        self.say(if piece.transactional { "COMMIT" } else { "" }, name)?;
        self.walls.look_outside(&mut self.session, name, outcome)
    }

    fn become_actor(&self, piece: &Piece) -> String {
        match piece.actor {
            Actor::Administrator => "RESET SESSION AUTHORIZATION".to_owned(),
            Actor::Migrator => {
                let name = |model: &Model| model.project.roles.name(Role::Migrator).to_string();
                let [old, new] = &self.trial.sides;
                let migrator = old.model.or(new.model).map(name);
                migrator.map_or_else(String::new, |name| format!("SET SESSION AUTHORIZATION {}", ident(name)))
            }
        }
    }

    fn say(&mut self, sql: &str, step: &str) -> Result<(), Setback> {
        self.session.run(sql).map(drop).map_err(Setback::at(step))
    }
}

/// A statement without the comments over it.
fn code(statement: &str) -> &str {
    let mut rest = statement;
    while rest.starts_with("--") {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest.trim_end()
}
