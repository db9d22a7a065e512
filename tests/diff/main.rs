//! The cases of changes: by which statements each is carried out, there and back, what is said of it, and the proof on
//! PostgreSQL that it arrives.
//!
//! A case is a folder `tests/cases/diff/<name>` with two sides, `old` and `new`, each a schema or a file of SQL (with
//! `hints.yaml` and `rows.sql` beside them, for what SQL cannot say). `UPDATE_GOLDEN=1` writes `report.txt`, and `up.sql` and
//! `down.sql`; or, where something has to be said before there is any way, `stops.txt`.

mod planted;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::thread;

use crmgen::change::{Direction, Hints, changes, kind};
use crmgen::hazard::Weight;
use crmgen::sql::read;
use crmgen::verify::Failure;
use support::course::{Course, Servers};
use support::{Case, cases, for_each, golden_file};

/// The width that reports are laid out for, in columns.
const WIDTH: &str = "110";

#[test]
fn each_change_is_carried_out_as_written() {
    for_each("diff", |case| {
        let up = migrate(case, &[]);
        if up.status.code() == Some(1) {
            return golden_file(&case.folder.join("stops.txt"), &text(&up.stderr));
        }
        golden_file(&case.folder.join("up.sql"), &printed(up)?)?;
        golden_file(&case.folder.join("down.sql"), &printed(migrate(case, &["--down"]))?)
    });
}

#[test]
fn each_change_is_told_as_written() {
    for_each("diff", |case| {
        let told = run(case, &["diff", "--fail-on", "none"], ["--against", "--new"]);
        golden_file(&case.folder.join("report.txt"), &printed(told)?)
    });
}

/// Runs `crmgen migrate` in the folder of a case.
fn migrate(case: &Case, arguments: &[&str]) -> Output {
    run(case, &[&["migrate", "--stdout"], arguments].concat(), ["--from", "--to"])
}

/// Runs crmgen in the folder of a case, on its two sides and what is said beside them.
fn run(case: &Case, arguments: &[&str], sides: [&str; 2]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crmgen"));
    let ending = if case.folder.join("old.sql").is_file() { ".sql" } else { "" };
    command.current_dir(&case.folder).env("NO_COLOR", "1").env("COLUMNS", WIDTH).args(arguments);
    command.args([sides[0], &format!("./old{ending}"), sides[1], &format!("./new{ending}")]);
    if case.folder.join("hints.yaml").is_file() {
        command.args(["--hints", "hints.yaml"]);
    }
    command.output().expect("the program runs")
}

fn printed(output: Output) -> Result<String, String> {
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

/// How many cases are proven at once, each on servers of its own, as roles are a whole server's.
const AT_ONCE: usize = 2;

#[test]
fn each_change_arrives_and_comes_back() {
    let queue = Mutex::new(cases("diff").into_iter());
    let failed = Mutex::new(Vec::new());
    let work = || {
        let servers = Servers::start();
        while let Some(case) = { queue.lock().expect("no other worker panics").next() } {
            if let Err(complaint) = proven(&case, &servers) {
                eprintln!("--- diff/{}\n{complaint}", case.name);
                failed.lock().expect("as above").push(case.name);
            }
        }
    };
    thread::scope(|scope| (0..AT_ONCE).for_each(|_| _ = scope.spawn(work)));
    assert_eq!(failed.into_inner().expect("as above"), [] as [&str; 0]);
}

fn proven(case: &Case, servers: &Servers) -> Result<(), String> {
    let course = Course::of(&case.folder)?;
    if course.up.at_least(Weight::NeedsInput).next().is_some() {
        return Ok(());
    }
    let rows = fs::read_to_string(case.folder.join("rows.sql")).ok();
    let failures = course.prove(servers, rows.as_deref())?.failures;
    if failures.is_empty() { Ok(()) } else { Err(failures.iter().map(shown).collect::<Vec<_>>().join("\n")) }
}

fn shown(failure: &Failure) -> String {
    let details: String = failure.details.iter().map(|(what, text)| format!("\n  {what}: {text}")).collect();
    format!("{}{details}", failure.title)
}

#[test]
fn every_kind_of_change_has_a_case() {
    let courses = cases("diff").into_iter().map(|case| Course::of(&case.folder).expect("the case is right"));
    let found: BTreeSet<_> =
        courses.flat_map(|course| course.up.changes.into_iter().map(|change| change.kind.code)).collect();
    // What a report adds, as no database shows it, is tried in tests/report.rs.
    let is_reported = |code: &&str| code.starts_with("client.") || code.starts_with("access.");
    let kinds = kind::ALL.iter().map(|kind| kind.code).filter(|code| !is_reported(code));
    let missing: Vec<_> = kinds.filter(|code| !found.contains(code)).collect();
    assert_eq!(missing, [] as [&str; 0], "no case has them");
}

#[test]
fn nothing_differs_from_itself() {
    for_each("build", |case| {
        let model = support::load(&case.schema())?;
        let hints = crmgen::resolve::hints::of_model(&model);
        let side = crmgen::side::Side::of_model("it", Default::default(), model, &|_| Ok(None));
        let facts = side.map_err(|refused| format!("{:?}", refused.found))?.facts;
        for hints in [hints, Hints::default()] {
            let found = changes(&facts, &facts, &hints, Direction::Up);
            if !found.is_empty() {
                return Err(found.iter().map(|change| change.summary.clone()).collect::<Vec<_>>().join("\n"));
            }
        }
        Ok(())
    });
}

/// Whatever can be said of a database: the schema of another test, and what it leaves out.
const WHATEVER: [&str; 2] = [include_str!("../foreign/rich.sql"), include_str!("whatever.sql")];

/// One statement after another is left out: where what a database holds differs by it, something must be found, there
/// and back. What nothing is planned for is at least said.
#[test]
fn no_difference_is_passed_over() {
    let text = WHATEVER.concat();
    let statements: Vec<_> = text.split_inclusive(";\n").collect();
    let facts = |text: &str| read::schema(text, "public").expect("it is SQL").0;
    let whole = facts(&text);
    let silent = |out: &usize| {
        // Who owns what is compared where both sides say it.
        let instead = statements[*out].replace("OWNER TO one", "OWNER TO two");
        let instead = if instead == statements[*out] { "" } else { &instead };
        let without = facts(&[&statements[..*out], &[instead], &statements[out + 1..]].concat().concat());
        let nothing = |old, new| changes(old, new, &Hints::default(), Direction::Up).is_empty();
        without != whole && (nothing(&whole, &without) || nothing(&without, &whole))
    };
    let silent: Vec<_> = (0..statements.len()).filter(silent).map(|at| statements[at].trim()).collect();
    assert_eq!(silent, [""; 0], "nothing is said of the difference that these make");
}
