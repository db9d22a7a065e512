//! The isolation matrix, run on a server.
//!
//! Each cell is a transaction that is taken back. The superuser's session opens it, becomes the role (`SET SESSION
//! AUTHORIZATION`: `session_user` and `current_user` are then the role, and every right is judged as its own), tries, and
//! becomes itself again to look at what came of it before all is undone. What needs more than one transaction is run on
//! connections that log in as the role. This layer knows how to run a cell and how to judge it; what is tried, and what
//! must come of it, it is told.

use super::proof::{Failure, Outcome, Proof, Watch};
use super::stage::{Setback, Stage};
use crate::isolation::{self, Attempt, Cell, Denial, Expected, Ground, Handover, Probe};
use crate::model::{Model, Role};
use crate::server::{Answer, Refusal, Session};

/// The proof that no tenant reaches another's rows.
pub static PROOF: Proof = Proof {
    name: "isolation",
    about: "no role reaches a row, by any way we know, that the schema does not give it",
    on_request: false,
    prepare: None,
    run,
};

/// Tries everything on a copy of the stage that has the sample rows.
fn run(stage: &Stage<'_>, outcome: &mut Outcome, watch: &dyn Watch) -> Result<(), Setback> {
    let trials = Trials::new(stage.model());
    watch.begin(PROOF.name, trials.len());
    let copy = trials.peopled(stage, "isolation")?;
    let mut login = |role: Role| copy.connect(copy.script.role(role));
    let tried =
        copy.connect(copy.server.superuser()).and_then(|mut admin| trials.run(&mut admin, &mut login, outcome, watch));
    copy.server.drop_database(&copy.database).map_err(Setback::at("a copy"))?;
    tried.map_err(Setback::at(PROOF.name))
}

/// Opens a connection that logs in as a role.
pub type Login<'a> = dyn FnMut(Role) -> Result<Session, Refusal> + 'a;

/// Everything that is tried on one schema.
pub struct Trials<'a> {
    ground: Ground<'a>,
    cells: Vec<Cell>,
    handovers: Vec<Handover>,
}

impl<'a> Trials<'a> {
    /// For a model.
    #[must_use]
    pub fn new(model: &'a Model) -> Self {
        let ground = Ground::new(model);
        let (cells, handovers) = (isolation::cells(&ground), isolation::handovers(&ground));
        Self { ground, cells, handovers }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len() + self.handovers.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A copy of a stage with the sample rows in it, that nobody is connected to.
    ///
    /// # Errors
    /// A row that the schema does not take.
    pub fn peopled<'s>(&self, stage: &Stage<'s>, name: &str) -> Result<Stage<'s>, Setback> {
        let copy = stage.copy(name)?;
        let mut admin = copy.connect(copy.server.superuser()).map_err(Setback::at("a copy"))?;
        admin.run(&self.ground.load().join(";\n")).map_err(Setback::at("the sample rows"))?;
        Ok(copy)
    }

    /// Tries everything; `watch` hears of each trial.
    ///
    /// # Errors
    /// When the connection is lost; that a trial fails is a result.
    pub fn run(
        &self,
        admin: &mut Session,
        login: &mut Login<'_>,
        outcome: &mut Outcome,
        watch: &dyn Watch,
    ) -> Result<(), Refusal> {
        let mut bench = Bench::new(&self.ground, admin)?;
        for cell in &self.cells {
            outcome.tried(1, if cell.family.is_matrix() { "cell" } else { "attack" });
            outcome.failures.extend(bench.try_cell(cell)?);
            watch.step();
        }
        for handover in &self.handovers {
            outcome.tried(1, "handover");
            outcome.failures.extend(bench.try_handover(handover, &mut login(handover.who)?)?);
            watch.step();
        }
        Ok(())
    }

    /// Whether anything fails among the cells of a table (the empty name stands for those of none, and the handovers).
    ///
    /// # Errors
    /// As [`Trials::run`].
    pub fn fails_near(&self, table: &str, admin: &mut Session, login: &mut Login<'_>) -> Result<bool, Refusal> {
        let handovers = if table.is_empty() { &self.handovers[..] } else { &[] };
        self.fails(|cell| cell.table == table, handovers, admin, login)
    }

    /// Whether anything fails among all others.
    ///
    /// # Errors
    /// As [`Trials::run`].
    pub fn fails_far(&self, table: &str, admin: &mut Session, login: &mut Login<'_>) -> Result<bool, Refusal> {
        let handovers = if table.is_empty() { &[] } else { &self.handovers[..] };
        self.fails(|cell| cell.table != table, handovers, admin, login)
    }

    fn fails(
        &self,
        is_tried: impl Fn(&Cell) -> bool,
        handovers: &[Handover],
        admin: &mut Session,
        login: &mut Login<'_>,
    ) -> Result<bool, Refusal> {
        let mut bench = Bench::new(&self.ground, admin)?;
        for handover in handovers {
            if bench.try_handover(handover, &mut login(handover.who)?)?.is_some() {
                return Ok(true);
            }
        }
        for cell in self.cells.iter().filter(|cell| is_tried(cell)) {
            if bench.try_cell(cell)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Where cells are tried: one session of one who may do anything.
struct Bench<'a> {
    ground: &'a Ground<'a>,
    admin: &'a mut Session,
    /// What digests the rows that no attempt may change.
    theirs: String,
    /// That digest as it is before any attempt.
    untouched: Vec<String>,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Got {
    /// Rows, sorted.
    Rows(Vec<String>),
    /// So many rows written.
    Count(u64),
    /// A refusal.
    Refused(Refusal),
}

impl<'a> Bench<'a> {
    fn new(ground: &'a Ground<'a>, admin: &'a mut Session) -> Result<Self, Refusal> {
        let theirs = ground.theirs();
        let untouched = lines(admin.run(&theirs)?);
        Ok(Self { ground, admin, theirs, untouched })
    }

    /// Tries a cell and takes it back.
    fn try_cell(&mut self, cell: &Cell) -> Result<Option<Failure>, Refusal> {
        let found = self.in_transaction(cell);
        self.admin.run("ROLLBACK")?;
        Ok(found.unwrap_or_else(|refusal| Some(failure(cell, format!("it could not be tried: {refusal}")))))
    }

    fn in_transaction(&mut self, cell: &Cell) -> Result<Option<Failure>, Refusal> {
        self.admin.run(&statements("BEGIN", &cell.before))?;
        let untouched = self.untouched(cell)?;
        let expected = self.expected_in(cell)?;
        let role = format!("SET LOCAL SESSION AUTHORIZATION {}", self.ground.role(cell.who));
        self.admin.run(&format!("{}; SAVEPOINT attempt", statements(&role, &cell.enter)))?;
        let got = self.attempt(&cell.attempt)?;
        let complaint = match &cell.expected {
            Expected::Alike { twin, .. } => differs(&expected, &got).or(self.unlike(cell, twin, &got)?),
            Expected::Rows(_)
            | Expected::RowsOr(..)
            | Expected::Nothing
            | Expected::Refused(_)
            | Expected::Harmless => differs(&expected, &got),
        };
        self.admin.run("SET LOCAL SESSION AUTHORIZATION DEFAULT")?;
        let complaint = complaint.or(self.harm(&untouched)?).or(self.refuted(cell.probe.as_ref())?);
        Ok(complaint.map(|got| failure(cell, got)))
    }

    /// What must come of a cell, as it is in the cell's context: an access rule may ask who acts.
    fn expected_in(&mut self, cell: &Cell) -> Result<Verdict, Refusal> {
        self.admin.run(&statements("SAVEPOINT context", &cell.enter))?;
        let expected = self.expected(&cell.expected)?;
        self.admin.run("ROLLBACK TO context")?;
        Ok(expected)
    }

    /// What must come of it, its rows looked up.
    fn expected(&mut self, expected: &Expected) -> Result<Verdict, Refusal> {
        Ok(match expected {
            Expected::Rows(query) => Verdict::Rows(lines(self.admin.run(query)?)),
            Expected::RowsOr(query, denial) => match lines(self.admin.run(query)?) {
                none if none.is_empty() => Verdict::Refused(denial.clone()),
                rows => Verdict::Rows(rows),
            },
            Expected::Nothing => Verdict::Rows(Vec::new()),
            Expected::Refused(denial) | Expected::Alike { denial, .. } => Verdict::Refused(denial.clone()),
            Expected::Harmless => Verdict::Harmless,
        })
    }

    /// What must not change; after what went before the attempt, if anything did.
    fn untouched(&mut self, cell: &Cell) -> Result<Vec<String>, Refusal> {
        if cell.before.is_empty() { Ok(self.untouched.clone()) } else { Ok(lines(self.admin.run(&self.theirs)?)) }
    }

    /// Runs the attempt; the transaction goes on behind a refusal.
    fn attempt(&mut self, attempt: &Attempt) -> Result<Got, Refusal> {
        let result = match attempt {
            Attempt::Query(sql) => self.admin.run(sql).map(|answer| Got::Rows(lines(answer))),
            Attempt::Command(sql) | Attempt::Become(sql) => {
                self.admin.run(sql).map(|answer| Got::Count(answer.affected))
            }
            Attempt::Copy(sql) => self.admin.copy_out(sql).map(|text| Got::Count(text.lines().count() as u64)),
        };
        result.or_else(|refusal| {
            self.admin.run("ROLLBACK TO attempt")?;
            Ok(Got::Refused(refusal))
        })
    }

    /// In what the attempt fails otherwise than its twin, the value that was tried aside.
    fn unlike(&mut self, cell: &Cell, twin: &str, got: &Got) -> Result<Option<String>, Refusal> {
        let other = self.attempt(&Attempt::Command(twin.to_owned()))?;
        let (Got::Refused(one), Got::Refused(other)) = (got, &other) else {
            return Ok(Some(format!("{got}, but for a row that does not exist: {other}")));
        };
        let (tried, missing) = parted(cell.attempt.sql(), twin);
        let same = told(one, tried) == told(other, missing);
        Ok((!same).then(|| format!("{one}\nbut for a row that does not exist: {other}")))
    }

    /// What happened to rows that are not ours.
    fn harm(&mut self, untouched: &[String]) -> Result<Option<String>, Refusal> {
        let now = lines(self.admin.run(&self.theirs)?);
        let harmed: Vec<_> =
            untouched.iter().filter(|table| !now.contains(table)).filter_map(|line| line.rsplit_once(' ')).collect();
        let tables: Vec<_> = harmed.iter().map(|(table, _)| *table).collect();
        Ok((!tables.is_empty()).then(|| format!("another tenant's rows were changed in {}", tables.join(", "))))
    }

    fn refuted(&mut self, probe: Option<&Probe>) -> Result<Option<String>, Refusal> {
        let Some(probe) = probe else { return Ok(None) };
        let is_so = self.admin.run(&probe.query)?.value() == Some("t");
        Ok((!is_so).then(|| format!("afterwards it is not so that {}", probe.claim)))
    }

    /// Runs a handover's steps on its own connection.
    fn try_handover(&mut self, handover: &Handover, session: &mut Session) -> Result<Option<Failure>, Refusal> {
        for step in &handover.steps {
            let result = session.run(&step.sql);
            let complaint = match &step.expected {
                None => result.err().map(|refusal| refusal.to_string()),
                Some(expected) => {
                    let verdict = self.expected(expected)?;
                    differs(&verdict, &result.map_or_else(Got::Refused, |answer| Got::Rows(lines(answer))))
                }
            };
            if let Some(got) = complaint {
                let expected = step.expected.as_ref().map_or_else(|| "done".to_owned(), ToString::to_string);
                let title = format!("{} · {}", handover.who.key(), handover.what);
                return Ok(Some(failed(title, &step.sql, expected, got)));
            }
        }
        Ok(None)
    }
}

/// What must come of an attempt, known to the row.
#[derive(Debug)]
enum Verdict {
    Rows(Vec<String>),
    Refused(Denial),
    Harmless,
}

/// The error classes in which an attempt may fail that has only to be harmless: it was forbidden, or a constraint held.
const HARMLESS: [&str; 2] = ["42501", "23"];

/// In what the result is not what it must be.
fn differs(expected: &Verdict, got: &Got) -> Option<String> {
    let is_right = match (expected, got) {
        (Verdict::Rows(rows), Got::Rows(found)) => rows == found,
        (Verdict::Rows(rows), Got::Count(count)) => rows.len() as u64 == *count,
        (Verdict::Refused(denial), Got::Refused(refusal)) => is_denied(denial, refusal),
        (Verdict::Harmless, Got::Refused(refusal)) => HARMLESS.iter().any(|class| refusal.sqlstate.starts_with(class)),
        (Verdict::Harmless, Got::Rows(_) | Got::Count(_)) => true,
        (Verdict::Rows(_), Got::Refused(_)) | (Verdict::Refused(_), Got::Rows(_) | Got::Count(_)) => false,
    };
    let shown = || match (expected, got) {
        (Verdict::Rows(rows), Got::Rows(found)) => wrong_rows(rows, found),
        (Verdict::Rows(_) | Verdict::Refused(_) | Verdict::Harmless, _) => got.to_string(),
    };
    (!is_right).then(shown)
}

fn is_denied(denial: &Denial, refusal: &Refusal) -> bool {
    let constraint = denial.constraint.as_ref();
    denial.sqlstate == refusal.sqlstate
        && constraint.is_none_or(|constraint| refusal.constraint.as_ref() == Some(constraint))
}

/// The rows too many and too few.
fn wrong_rows(expected: &[String], found: &[String]) -> String {
    let beyond: Vec<_> = found.iter().filter(|row| !expected.contains(row)).map(String::as_str).collect();
    let lacking: Vec<_> = expected.iter().filter(|row| !found.contains(row)).map(String::as_str).collect();
    let say = |word: &str, rows: &[&str]| (!rows.is_empty()).then(|| format!("{word} {}", some(rows)));
    let parts: Vec<_> = [say("not its own:", &beyond), say("lacking:", &lacking)].into_iter().flatten().collect();
    if parts.is_empty() { format!("{} rows instead of {}", found.len(), expected.len()) } else { parts.join("; ") }
}

/// As many rows as tell what is wrong.
fn some(rows: &[&str]) -> String {
    const MOST: usize = 3;
    let more = rows.len().saturating_sub(MOST);
    let shown = rows.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// What an error tells, the value that was tried left out.
fn told(refusal: &Refusal, tried: &str) -> [Option<String>; 4] {
    let blank = |text: &str| if tried.is_empty() { text.to_owned() } else { text.replace(tried, "…") };
    let detail = refusal.detail.as_deref().map(blank);
    [Some(refusal.sqlstate.clone()), Some(blank(&refusal.message)), detail, refusal.constraint.clone()]
}

/// Where two statements part: what one holds in that place, and the other; quotes aside.
fn parted<'s>(one: &'s str, other: &'s str) -> (&'s str, &'s str) {
    let word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let mut pairs = one.split(|c| !word(c)).zip(other.split(|c| !word(c)));
    pairs.find(|(one, other)| one != other).unwrap_or_default()
}

fn failure(cell: &Cell, got: String) -> Failure {
    failed(cell.to_string(), cell.attempt.sql(), cell.expected.to_string(), got)
}

fn failed(title: String, tried: &str, expected: String, got: String) -> Failure {
    Failure::new(title).with("tried", tried).with("expected", expected).with("got", got)
}

/// The first values of rows, sorted.
fn lines(answer: Answer) -> Vec<String> {
    let first = |row: Vec<Option<String>>| row.into_iter().next().flatten().unwrap_or_default();
    let mut rows: Vec<_> = answer.rows.into_iter().map(first).collect();
    rows.sort();
    rows
}

/// Statements as one text.
fn statements(first: &str, rest: &[String]) -> String {
    std::iter::once(first).chain(rest.iter().map(String::as_str)).collect::<Vec<_>>().join(";\n")
}

impl std::fmt::Display for Got {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rows(rows) if rows.is_empty() => f.write_str("no rows"),
            Self::Rows(rows) => f.write_str(&some(&rows.iter().map(String::as_str).collect::<Vec<_>>())),
            Self::Count(count) => write!(f, "{count} rows"),
            Self::Refused(refusal) => refusal.fmt(f),
        }
    }
}
