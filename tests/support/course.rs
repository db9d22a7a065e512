//! Two sides of a case, the way between them, and the proof of it.

use std::fs;
use std::path::Path;

use crmgen::change::Hints;
use crmgen::migrate::{self, Session, Way};
use crmgen::resolve::hints;
use crmgen::server::{self, Server};
use crmgen::side::{Refused, Side};
use crmgen::target::Files;
use crmgen::verify::Outcome;
use crmgen::verify::migration::{Base, Half, Trial, prove};

use super::generate;

/// Two sides, and the ways between them.
pub struct Course {
    /// The side to come from.
    pub old: Side,
    /// The side to lead to.
    pub new: Side,
    /// What is said of the way.
    pub hints: Hints,
    /// What a session needs.
    pub needs: Session,
    /// The way on.
    pub up: Way,
    /// The way back.
    pub down: Way,
}

/// Two servers: one to migrate on, and one to make the new side on from scratch.
pub struct Servers([Server; 2]);

impl Course {
    /// The two sides of a case folder: `old` and `new`, each a schema or one file of SQL.
    pub fn of(folder: &Path) -> Result<Self, String> {
        let (old, mut new) = (side(folder, "old")?, side(folder, "new")?);
        let mut hints = new.model.as_ref().map(|new| hints::between(old.model.as_ref(), new)).unwrap_or_default();
        if let Ok(text) = fs::read_to_string(folder.join("hints.yaml")) {
            let said = crmgen::load_hints(&mut new.sources, "hints.yaml", &text);
            hints = said.map_err(|faults| format!("{faults:?}"))?.hints;
        }
        Self::between(old, new, hints)
    }

    /// The ways between two sides.
    pub fn between(old: Side, new: Side, hints: Hints) -> Result<Self, String> {
        let [up, down] = migrate::ways(&old.facts, &new.facts, &hints).map_err(|cycle| cycle.to_string())?;
        let needs = Session::between(new.model.as_ref(), &old.facts, &new.facts);
        Ok(Self { needs, old, new, hints, up, down })
    }

    /// Proves the ways; `rows` are statements that put rows into the old side instead of its seed.
    pub fn prove(&self, servers: &Servers, rows: Option<&str>) -> Result<Outcome, String> {
        let [server, scratch] = &servers.0;
        let files = [&self.old, &self.new].map(|side| side.model.as_ref().map(generate).transpose());
        let [old_files, new_files] = files;
        let (old_files, new_files) = (old_files?, new_files?);
        let (old, new) = (base(server, &self.old, old_files.as_ref())?, base(server, &self.new, new_files.as_ref())?);
        let trial = Trial {
            server,
            scratch,
            sides: [half(&old, &self.old, rows.unwrap_or(old.seed())), half(&new, &self.new, "")],
            hints: &self.hints,
            up: &self.up,
            down: &self.down,
            needs: &self.needs,
            name: "migration",
        };
        let outcome = prove(&trial);
        servers.clean();
        Ok(outcome)
    }
}

fn side(folder: &Path, name: &str) -> Result<Side, String> {
    let said = |refused: Refused| format!("{name}: {:?}", refused.found);
    let path = folder.join(format!("{name}.sql"));
    if path.is_file() {
        let text = fs::read_to_string(&path).expect("a side can be read");
        return Side::of_sql(name, vec![(format!("{name}.sql"), text)]).map_err(said);
    }
    Side::of_schema(None, name, crmgen::load(&folder.join(name)), "", &|_| Ok(None)).map_err(said)
}

fn base<'a>(server: &Server, side: &'a Side, files: Option<&'a Files>) -> Result<Base<'a>, String> {
    Base::of(server, side.model.as_ref().zip(files), &side.script).map_err(|faults| format!("{faults:?}"))
}

fn half<'a>(base: &'a Base<'a>, side: &'a Side, rows: &'a str) -> Half<'a> {
    Half { base, model: side.model.as_ref(), facts: &side.facts, rows }
}

/// Every database that is not PostgreSQL's own, and then every role.
const LEFT: [&str; 2] = [
    "SELECT 'DROP DATABASE ' || quote_ident(datname) || ' WITH (FORCE)' FROM pg_database WHERE oid >= 16384",
    "SELECT 'DROP ROLE ' || string_agg(quote_ident(rolname), ', ') FROM pg_roles WHERE oid >= 16384 HAVING count(*) > 0",
];

impl Servers {
    /// Starts both.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start; the message says what to do.
    pub fn start() -> Self {
        let chosen =
            server::choose(&server::find(), &[], 15..=u32::MAX).unwrap_or_else(|none| panic!("{none}")).remove(0);
        let start = || Server::throwaway(&chosen.programs).unwrap_or_else(|unavailable| panic!("{unavailable}"));
        Self([start(), start()])
    }

    /// Leaves nothing of a case behind: roles are the whole server's, so the next one would meet them.
    fn clean(&self) {
        for server in &self.0 {
            let mut session = server.connect(server.superuser(), "postgres").expect("the superuser is let in");
            for query in LEFT {
                let left = session.run(query).expect("the catalog can be read").rows;
                left.iter().flatten().flatten().for_each(|drop| _ = session.run(drop).expect("nothing leans on it"));
            }
        }
    }
}
