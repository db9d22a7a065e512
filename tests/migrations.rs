//! Migrations on a real PostgreSQL: rows in the old schema, every statement of the plan, and the catalog is the new
//! schema's; the way back, and it is the old one's again.
//!
//! A case is a file `tests/cases/migration/<name>.sql` of sections, each under a line `-- [section]`:
//! `as`, the role that owns all and runs the migration; `old` and `new`, the schemas; `hints`, a line each (`was public.t.b: a`, `dropped public.t.c`, `backfill …: …`,
//! `using …: …`, `replaced public.e: OLD NEW`); `rows`, statements that fill the old schema; `query` and `answer`, rows
//! to be found in the new one; `since`, the first version of PostgreSQL that can carry it out; `lossy`, why the way back cannot be whole; `stuck`, what it fails with;
//! `hazards`, the codes of what is found; and
//! `up` and `down`, the plans, written by `UPDATE_GOLDEN=1`.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crmgen::change::{Change, Direction, Dotted, Hints, Scope, changes};
use crmgen::plan::{Plan, plan};
use crmgen::server::Session;
use crmgen::sql::facts::{Facts, ObjectName, Table};
use crmgen::sql::read::schema;
use support::cluster::{Cluster, SUPERUSER};
use support::root;

/// Roles that cases may name: roles are the whole cluster's.
const ROLES: &str = "CREATE ROLE app; CREATE ROLE readonly; CREATE ROLE admin BYPASSRLS; CREATE ROLE keeper;";

/// Settings that a migration must not depend on.
const SESSION: &str =
    "SET TimeZone = 'America/New_York'; SET DateStyle = 'SQL, DMY'; SET IntervalStyle = 'sql_standard';";

#[test]
fn every_case_arrives_and_comes_back() {
    let mut session = session("postgres");
    session.run(ROLES).expect("the roles can be made");
    let chosen = std::env::var("CASE").unwrap_or_default();
    let cases: Vec<_> = cases().into_iter().filter(|path| name(path).contains(&chosen)).collect();
    let complain = |path: &PathBuf| Case::read(path).run().err().map(|why| format!("--- {}\n{why}", name(path)));
    let complaints: Vec<_> = cases.iter().filter_map(complain).collect();
    assert!(!cases.is_empty(), "there are cases");
    assert!(complaints.is_empty(), "{} of {} cases fail\n{}", complaints.len(), cases.len(), complaints.join("\n"));
}

struct Case {
    path: PathBuf,
    sections: BTreeMap<String, String>,
}

impl Case {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("a case can be read");
        let mut sections = BTreeMap::new();
        for section in text.split("-- [").skip(1) {
            let (name, body) = section.split_once("]\n").expect("a section has a name");
            sections.insert(name.to_owned(), body.trim().to_owned());
        }
        Self { path: path.to_owned(), sections }
    }

    fn section(&self, name: &str) -> &str {
        self.sections.get(name).map_or("", String::as_str)
    }

    fn run(&self) -> Result<(), String> {
        let (old, new, hints) =
            (facts(self.section("old"))?, facts(self.section("new"))?, hints(self.section("hints")));
        // A rename that is said beside the sides is to be carried out, whatever they look like.
        let mut settled = hints.clone();
        settled.was.clear();
        if !changes(&new, &new, &settled, Direction::Up).is_empty() {
            return Err("the new side differs from itself".to_owned());
        }
        let up = changes(&old, &new, &hints, Direction::Up);
        let down = changes(&new, &old, &hints.inverted(), Direction::Down);
        let plans = [planned(&up)?, planned(&down)?];
        self.golden(&up, &plans)?;
        let since = self.sections.get("since").map_or(0, |version| version.parse().expect("a version is a number"));
        if Cluster::shared().server.version().major < since {
            return Ok(());
        }
        let outcome = self.travel(&plans, &rewritten(&up, &new));
        // Databases of every case at once would fill the disk.
        ["old", "new"].iter().for_each(|side| _ = Cluster::shared().server.drop_database(&self.database(side)));
        outcome
    }

    fn database(&self, side: &str) -> String {
        format!("{}_{side}", name(&self.path))
    }

    fn travel(&self, [up, down]: &[Plan; 2], rewritten: &BTreeSet<String>) -> Result<(), String> {
        let (mut here, old) = self.made("old")?;
        let (_, new) = self.made("new")?;
        run(&mut here, self.section("rows")).map_err(|why| format!("rows: {why}"))?;
        run(&mut here, SESSION)?;
        let before = files(&mut here)?;
        self.carried_out(&mut here, up).map_err(|why| format!("up: {why}"))?;
        announced(rewritten, &before, &files(&mut here)?)?;
        same("up", &new, &state(&mut here)?)?;
        self.answers(&mut here)?;
        let back = self.carried_out(&mut here, down);
        if let Some(stuck) = self.sections.get("stuck") {
            let why = back.err().unwrap_or_default();
            return if why.contains(stuck) { Ok(()) } else { Err(format!("down: expected {stuck}, found {why}")) };
        }
        back.map_err(|why| format!("down: {why}"))?;
        if self.sections.contains_key("lossy") { Ok(()) } else { same("down", &old, &state(&mut here)?) }
    }

    /// Carries a plan out as whoever runs migrations.
    fn carried_out(&self, session: &mut Session, plan: &Plan) -> Result<(), String> {
        if let Some(role) = self.sections.get("as") {
            run(session, &format!("SET ROLE {role}; SET row_security = off"))?;
        }
        carry_out(session, plan)?;
        run(session, "RESET ROLE; RESET row_security")
    }

    /// A database with one side's schema, and its state.
    fn made(&self, side: &str) -> Result<(Session, String), String> {
        let server = &Cluster::shared().server;
        let database = server.create(&self.database(side)).map_err(|refusal| refusal.to_string())?;
        let mut session = session(&database);
        if let Some(role) = self.sections.get("as") {
            run(&mut session, &format!("GRANT CREATE, USAGE ON SCHEMA public TO {role}; SET ROLE {role}"))?;
        }
        run(&mut session, self.section(side)).map_err(|why| format!("{side}: {why}"))?;
        run(&mut session, "RESET ROLE")?;
        let state = state(&mut session)?;
        Ok((session, state))
    }

    fn answers(&self, session: &mut Session) -> Result<(), String> {
        let expected = self.section("answer");
        if !self.sections.contains_key("query") {
            return Ok(());
        }
        run(session, "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';")?;
        let found = rows(session, self.section("query"))?;
        if found == expected { Ok(()) } else { Err(format!("expected rows\n{expected}\nfound\n{found}")) }
    }

    /// Compares what was found and planned with what the case says.
    fn golden(&self, up: &[Change], plans: &[Plan; 2]) -> Result<(), String> {
        let codes: BTreeSet<_> = up.iter().flat_map(Change::all_findings).map(|finding| finding.hazard.code).collect();
        let codes = codes.into_iter().collect::<Vec<_>>().join("\n");
        let said = [("hazards", codes), ("up", shown(&plans[0])), ("down", shown(&plans[1]))];
        let mut text = String::new();
        for section in ["as", "old", "new", "hints", "rows", "query", "answer", "since", "lossy", "stuck"] {
            if let Some(body) = self.sections.get(section) {
                text += &format!("-- [{section}]\n{body}\n\n");
            }
        }
        let generated = said.map(|(name, body)| format!("-- [{name}]\n{body}").trim_end().to_owned());
        support::golden_file(&self.path, &(text + &generated.join("\n\n") + "\n"))
    }
}

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("tests/cases/migration")).expect("there are cases");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a case can be read").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn session(database: &str) -> Session {
    Cluster::shared().server.connect(SUPERUSER, database).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn run(session: &mut Session, sql: &str) -> Result<(), String> {
    session.run(sql).map(drop).map_err(|refusal| refusal.to_string())
}

fn rows(session: &mut Session, sql: &str) -> Result<String, String> {
    let answer = session.run(sql).map_err(|refusal| refusal.to_string())?;
    let row = |row: &Vec<Option<String>>| {
        row.iter().map(|value| value.as_deref().unwrap_or("NULL")).collect::<Vec<_>>().join("|")
    };
    Ok(answer.rows.iter().map(row).collect::<Vec<_>>().join("\n"))
}

fn state(session: &mut Session) -> Result<String, String> {
    rows(session, include_str!("migrations/state.sql")).map_err(|why| format!("state: {why}"))
}

/// The tables that stand by themselves, by their numbers: what each is called, and the file that it is in.
type Files = BTreeMap<String, (String, String)>;

fn files(session: &mut Session) -> Result<Files, String> {
    const QUERY: &str = "SELECT c.oid, n.nspname || '.' || c.relname, pg_relation_filenode(c.oid)
          FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE c.relkind = 'r' AND NOT c.relispartition AND c.oid >= 16384";
    let answer = session.run(QUERY).map_err(|refusal| format!("files: {refusal}"))?;
    let file = |row: Vec<Option<String>>| {
        let [oid, name, file] = <[_; 3]>::try_from(row).ok()?;
        Some((oid?, (name?, file?)))
    };
    Ok(answer.rows.into_iter().filter_map(file).collect())
}

/// The tables that changes say are written anew; what is said of a type is said of every table that has it.
fn rewritten(changes: &[Change], new: &Facts) -> BTreeSet<String> {
    let is_said =
        |change: &&Change| change.all_findings().any(|finding| finding.hazard == &crmgen::hazard::REWRITES_TABLE);
    let objects: Vec<_> = changes.iter().filter(is_said).map(|change| &change.object.name).collect();
    let is_meant = |(name, table): &(&ObjectName, &Table)| {
        let mut parents = table.parents();
        objects.contains(name)
            || parents.any(|parent| objects.contains(&parent))
            || table.columns.iter().any(|column| objects.contains(&&column.ty.name))
    };
    new.tables.iter().filter(is_meant).map(|(name, _)| name.to_string()).collect()
}

/// Compares the tables that are in another file with those that changes name.
fn announced(said: &BTreeSet<String>, before: &Files, after: &Files) -> Result<(), String> {
    let stayed = after.iter().filter_map(|(oid, (name, file))| Some((name, file != &before.get(oid)?.1)));
    let wrong = stayed.filter(|(name, is_rewritten)| said.contains(*name) != *is_rewritten);
    let wrong: Vec<_> =
        wrong.map(|(name, is)| format!("{name} is {}written anew", if is { "" } else { "not " })).collect();
    if wrong.is_empty() { Ok(()) } else { Err(format!("up: other than announced, {}", wrong.join(", "))) }
}

fn same(way: &str, expected: &str, found: &str) -> Result<(), String> {
    let differs = similar::TextDiff::from_lines(expected, found);
    let diff = differs.unified_diff().context_radius(0).header("wanted", "found").to_string();
    if expected == found { Ok(()) } else { Err(format!("{way} does not arrive:\n{diff}")) }
}

fn facts(text: &str) -> Result<Facts, String> {
    let (facts, unread) = schema(text, "public").map_err(|error| error.message)?;
    match unread.first() {
        Some(unread) => Err(format!("{}: {}", unread.statement, unread.reason)),
        None => Ok(facts),
    }
}

fn hints(text: &str) -> Hints {
    let dotted = |name: &str| Dotted::new(name.split('.'));
    let mut hints = Hints::default();
    for line in text.lines() {
        let (kind, rest) = line.split_once(' ').expect("a hint has a kind and a name");
        let (name, value) = rest.split_once(": ").unwrap_or((rest, ""));
        match kind {
            "was" => {
                hints.was.insert(dotted(name), dotted(value));
                hints.due.insert(dotted(name), true);
            }
            "backfill" => _ = hints.backfill.insert(dotted(name), value.to_owned()),
            "using" => _ = hints.using.insert(dotted(name), value.to_owned()),
            "dropped" => _ = hints.dropped.insert(dotted(name)),
            "replaced" => {
                let (old, new) = value.split_once(' ').expect("one value takes the place of another");
                hints.replaced.entry(dotted(name)).or_default().insert(old.to_owned(), new.to_owned());
            }
            other => panic!("no hint is called {other}"),
        }
    }
    hints
}

fn planned(changes: &[Change]) -> Result<Plan, String> {
    plan(changes).map_err(|cycle| cycle.to_string())
}

fn shown(plan: &Plan) -> String {
    let batch = |batch: &crmgen::plan::Batch| {
        let scope = match &batch.scope {
            Scope::Outside => "outside a transaction".to_owned(),
            Scope::Shared | Scope::Alone => "a transaction".to_owned(),
            Scope::Together(group) => format!("a transaction: {group}"),
        };
        let statements: Vec<_> = batch.steps.iter().map(|step| format!("{};", step.statement.sql)).collect();
        format!("-- {} ({scope})\n{}", batch.phase.word(), statements.join("\n"))
    };
    plan.batches.iter().map(batch).collect::<Vec<_>>().join("\n")
}

fn carry_out(session: &mut Session, plan: &Plan) -> Result<(), String> {
    for batch in &plan.batches {
        let is_outside = batch.scope == Scope::Outside;
        let say = |session: &mut Session, sql: &str| if is_outside { Ok(()) } else { run(session, sql) };
        say(session, "BEGIN")?;
        for step in &batch.steps {
            run(session, &step.statement.sql).map_err(|why| format!("{why}\n  in {}", step.statement.sql))?;
        }
        say(session, "COMMIT")?;
    }
    Ok(())
}
