//! The program as people and scripts meet it: exit statuses, what goes where, formats, and faults of the outside world.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Instant;

use crmgen::change::kind;
use crmgen::diagnostic::codes;
use crmgen::hazard;
use crmgen::lint;
use serde_json::Value;

/// Shows how the generated files differ from what the schema makes, in a project without history.
const FILES: &[&str] = &["diff", "--against", "schema", "--files"];

/// A project's folder that goes when the test ends.
struct Project {
    root: tempfile::TempDir,
}

impl Project {
    /// The starting schema.
    fn new() -> Self {
        let project = Self { root: tempfile::tempdir().unwrap() };
        project.clean(&["init"]);
        project
    }

    /// The starting schema, built.
    fn built() -> Self {
        let project = Self::new();
        project.clean(&["build"]);
        project
    }

    fn path(&self) -> &Path {
        self.root.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        crmgen_in(self.path(), arguments)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs a command that has nothing to report, and returns its result.
    fn clean(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{arguments:?}\n{}", ran.stdout);
        ran.stdout
    }

    /// Replaces a part of a schema file.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.path().join("schema").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Gives an enum one more value, which changes several files.
    fn change(&self) {
        self.edit("contacts.yaml", "ARCHIVED]", "ARCHIVED, GONE]");
    }

    /// Accepts a finding; `more` goes behind its reason.
    fn accept(&self, code: &str, object: &str, more: &str) {
        let entry = format!("crmgen: 1\naccept: [{{ code: {code}, object: {object}, reason: it is a code{more} }}]\n");
        self.edit("crmgen.yaml", "crmgen: 1\n", &entry);
    }

    /// Gives the schema two faults.
    fn break_twice(&self) {
        self.edit("contacts.yaml", "type: ContactStatus", "type: ContactStatu");
        self.edit("contacts.yaml", "to: users", "to: usres");
    }

    /// Every file of the output with its text.
    fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        let mut tree = BTreeMap::new();
        read_tree(&self.path().join("generated"), "", &mut tree);
        tree
    }
}

fn read_tree(folder: &Path, below: &str, tree: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        let path = format!("{below}/{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read_tree(&entry.path(), &path, tree);
        } else {
            tree.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

fn crmgen_in(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crmgen"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command
}

/// What a command came to.
struct Ran {
    status: i32,
    stdout: String,
    stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr))
    }
}

// What each command does.

#[test]
fn a_starting_schema_builds_and_has_no_advice() {
    let project = Project::new();
    let first = project.clean(&["build"]);
    assert!(first.starts_with("generated: ") && first.ends_with(" added\n") && first.lines().count() == 1, "{first}");
    assert!(project.clean(&["build"]).ends_with("all up to date\n"));
    assert_eq!(project.clean(&["build", "--check"]), "generated is up to date\n");
    assert_eq!(project.run(&["diff", "--against", "schema", "--exit-code"]).status, 0);
    assert_eq!(project.clean(&["lint"]), "no advice\n");
}

#[test]
fn init_does_not_overwrite() {
    let project = Project::new();
    let again = project.run(&["init"]);
    assert_eq!((again.status, again.stdout.as_str()), (2, ""));
    assert!(again.stderr.contains("`schema` is there already"), "{}", again.stderr);
    project.clean(&["init", "--schema", "elsewhere/spec"]);
    project.clean(&["build", "--schema", "elsewhere/spec"]);
    assert!(project.path().join("elsewhere/generated/.gitattributes").is_file());
}

#[test]
fn build_makes_the_folder_what_the_schema_says() {
    let project = Project::built();
    let before = project.tree();
    project.change();
    let listed = project.clean(&["build", "-v"]);
    assert!(listed.contains("changed generated/postgres/schema.sql\n"), "{listed}");
    assert!(listed.lines().last().unwrap().ends_with(" changed"), "{listed}");
    let after = project.tree();
    assert!(before.keys().eq(after.keys()) && before != after);
    assert_eq!(project.clean(&["build", "-q"]), "");
}

#[test]
fn check_and_diff_show_what_would_change_and_write_nothing() {
    let project = Project::built();
    project.change();
    let before = project.tree();
    let check = project.run(&["build", "--check"]);
    let diff = project.run(FILES);
    for ran in [&check, &diff] {
        assert!(ran.stdout.contains("\n--- a/generated/postgres/schema.sql\n+++ b/generated/postgres/schema.sql\n@@ "));
        assert!(ran.stdout.contains("\nchanged generated/postgres/schema.sql: +1 -1\n"), "{}", ran.stdout);
    }
    assert_eq!((check.status, diff.status), (1, 0));
    assert_eq!(project.run(&[FILES, &["--exit-code"]].concat()).status, 1);
    assert!(check.stdout.lines().last().unwrap().ends_with("run `crmgen build`"), "{}", check.stdout);
    assert_eq!(project.tree(), before);
}

#[test]
fn a_diff_can_be_applied() {
    let project = Project::built();
    project.change();
    project.edit("platform.yaml", "varchar(63)", "varchar(64)");
    let diff = project.clean(FILES);
    fs::write(project.path().join("change.diff"), diff).unwrap();
    let git = Command::new("git").current_dir(project.path()).args(["apply", "change.diff"]).output().unwrap();
    assert!(git.status.success(), "{git:?}");
    project.clean(&["build", "--check"]);
}

#[test]
fn lint_reports_on_standard_output() {
    let project = Project::new();
    project.edit("contacts.yaml", "email: varchar(255)?", "email: char(8)?");
    let ran = project.run(&["lint"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (1, ""));
    assert!(ran.stdout.starts_with("warning[L0005]: "), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("\n\n1 warning\n"), "{}", ran.stdout);
}

#[test]
fn lint_leaves_out_what_is_accepted_and_tells_it_when_asked() {
    let project = Project::new();
    project.edit("contacts.yaml", "email: varchar(255)?", "email: char(8)?");
    project.accept("L0005", "contacts.email", ", until: 9999-12-31");
    assert_eq!(project.clean(&["lint"]), "no advice; 1 accepted\n");
    let told = "accepted[L0005]: contacts.email: it is a code (until 9999-12-31)\n";
    assert_eq!(project.clean(&["lint", "-v"]), format!("{told}no advice; 1 accepted\n"));
    let accepted = serde_json::json!([
        { "code": "L0005", "object": "contacts.email", "reason": "it is a code", "until": "9999-12-31" },
    ]);
    assert_eq!(project.run(&["lint", "--output-format", "json"]).json()["accepted"], accepted);
}

#[test]
fn lint_refuses_what_is_accepted_in_vain_or_for_too_long() {
    let project = Project::new();
    project.edit("contacts.yaml", "email: varchar(255)?", "email: char(8)?");
    project.accept("L0005", "contacts.email", ", until: 2001-01-01");
    let ran = project.run(&["lint"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (1, ""));
    assert!(ran.stdout.contains("error[E1010]: ") && ran.stdout.contains("warning[L0005]: "), "{}", ran.stdout);
    project.edit("contacts.yaml", "email: char(8)?", "email: text?");
    let ran = project.run(&["lint", "--output-format", "json"]);
    let found = &ran.json()["diagnostics"];
    assert_eq!((&found[0]["code"], &found[0]["object"]), (&"E1009".into(), &"contacts.email".into()));
    assert_eq!((ran.status, &found[1]), (1, &Value::Null));
}

#[test]
fn show_lists_or_details_the_schema() {
    let project = Project::new();
    let all = project.clean(&["show"]);
    assert!(all.starts_with("entities\n  contacts ") && all.ends_with("\n4 entities, 24 fields, 2 enums\n"), "{all}");
    let one = project.clean(&["show", "contacts"]);
    for part in [
        "contacts (owned by organization_id), schema/contacts.yaml:13:3\n",
        "  assigned_to_id   uuid\n",
        "  assigned_to   (assigned_to_id) -> users           on delete set null  back: users.assigned_contacts\n",
        "  app       select, insert, update, delete\n",
    ] {
        assert!(one.contains(part), "{part}\n{one}");
    }
    assert!(one.lines().all(|line| line.trim_end() == line), "{one}");
}

#[test]
fn show_gives_the_model_to_other_tools() {
    let project = Project::new();
    let all = project.clean(&["show", "--output-format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&all).expect("JSON");
    let one = project.clean(&["show", "contacts", "--output-format", "json"]);
    let mut one: serde_json::Value = serde_json::from_str(&one).expect("JSON");
    assert_eq!((&all["schema_version"], &one["name"]), (&1.into(), &"contacts".into()));
    assert_eq!(one.as_object_mut().and_then(|one| one.remove("schema_version")), Some(1.into()));
    assert!(all["entities"].as_array().expect("a list").contains(&one));
}

#[test]
fn explain_knows_every_code() {
    let project = Project::new();
    let listed = project.clean(&["explain"]);
    let all: Vec<_> = codes::ALL.iter().copied().chain(lint::ALL.iter().map(|lint| &lint.code)).collect();
    let changes = hazard::ALL.iter().map(|hazard| hazard.code).chain(kind::ALL.iter().map(|kind| kind.code));
    for code in changes {
        assert!(listed.contains(&format!("{code}  ")) || listed.contains(&format!("{code}\n")), "{code}");
        assert!(project.clean(&["explain", code]).starts_with(code), "{code}");
    }
    let many = all.len() + hazard::ALL.len() + kind::ALL.len();
    assert_eq!(listed.lines().filter(|line| !line.is_empty()).count(), many + 1, "{listed}");
    for code in all {
        assert!(listed.contains(&format!("{}  {}\n", code.id, code.title)), "{}", code.id);
        let text = project.clean(&["explain", &code.id.to_lowercase()]);
        assert!(text.starts_with(&format!("{}: {}\n\n", code.id, code.title)), "{text}");
        assert!(text.len() > 40 && text.lines().nth(2).is_some_and(|line| !line.starts_with(' ')), "{text}");
    }
    assert_eq!(project.clean(&["explain", "leaky-index"]), project.clean(&["explain", "L0012"]));
}

#[test]
fn completions_are_made_for_every_shell() {
    let project = Project::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = project.clean(&["completions", shell]);
        assert!(script.contains("explain") && script.contains("output-format"), "{shell}");
    }
    let bash = Command::new("bash").args(["-n", "-c", &project.clean(&["completions", "bash"])]).output().unwrap();
    assert!(bash.status.success(), "{bash:?}");
}

#[test]
fn manual_pages_are_made() {
    let project = Project::new();
    assert!(project.clean(&["man"]).contains(".TH crmgen"));
    assert!(project.clean(&["man", "build"]).contains("\\-\\-check"));
}

// Exit statuses and what goes where.

#[test]
fn faults_are_told_on_standard_error_and_nothing_is_written() {
    let project = Project::built();
    let before = project.tree();
    project.break_twice();
    for arguments in [&["build"][..], &["build", "--check"], FILES, &["lint"], &["show"]] {
        let ran = project.run(arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (1, ""), "{arguments:?}");
        for part in ["error[E0301]", "--> schema/contacts.yaml:22:15\n", "= help: did you mean `users`?\n"] {
            assert!(ran.stderr.contains(part), "{part}\n{}", ran.stderr);
        }
        assert!(ran.stderr.ends_with("\n2 errors; nothing was done\n"), "{}", ran.stderr);
    }
    assert_eq!(project.tree(), before);
}

#[test]
fn what_could_not_run_has_a_status_of_its_own() {
    let project = Project::built();
    let empty = tempfile::tempdir().unwrap();
    for arguments in [&["biuld"][..], &["build", "--nonsense"], &[], &["explain", "X1"], &["show", "nothing"]] {
        let ran = project.run(arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.stderr.is_empty(), "{arguments:?}");
    }
    let no_project = Ran::from(crmgen_in(empty.path(), &["build"]).output().unwrap());
    assert_eq!(no_project.status, 2);
    assert!(no_project.stderr.contains("crmgen init"), "{}", no_project.stderr);
    fs::write(project.path().join("generated/postgres/schema.sql"), "mine").unwrap();
    let blocked = project.run(&["build"]);
    assert_eq!(blocked.status, 2);
    assert!(blocked.stderr.contains("generated/postgres/schema.sql stands in the way"), "{}", blocked.stderr);
    assert_eq!(project.run(&["--help"]).status, 0);
    assert_eq!(project.run(&["--version"]).status, 0);
}

#[test]
fn names_that_are_not_there_bring_the_nearest_one() {
    let project = Project::new();
    for (arguments, near) in [
        (&["biuld"][..], "'build'"),
        (&["show", "contcts"], "did you mean `contacts`?"),
        (&["explain", "E030"], "did you mean `E0301`?"),
        (&["explain", "leaky_indx"], "did you mean `leaky_index`?"),
        (&["man", "explan"], "did you mean `explain`?"),
        (&["build", "--chekc"], "'--check'"),
    ] {
        let ran = project.run(arguments);
        assert!(ran.stderr.contains(near), "{arguments:?}\n{}", ran.stderr);
    }
}

#[test]
fn the_project_is_found_from_below_and_named_from_elsewhere() {
    let project = Project::built();
    let deep = project.path().join("services/api");
    fs::create_dir_all(&deep).unwrap();
    for (folder, arguments) in [
        (deep.as_path(), vec!["build"]),
        (&project.path().join("schema"), vec!["build"]),
        (Path::new("/"), vec!["build", "--schema", project.path().join("schema").to_str().unwrap()]),
        (project.path(), vec!["build", "--schema", "schema/"]),
        (&project.path().join("schema"), vec!["build", "--schema", "."]),
    ] {
        let ran = Ran::from(crmgen_in(folder, &arguments).output().unwrap());
        assert!(ran.stdout.ends_with("all up to date\n"), "{arguments:?}: {}{}", ran.stdout, ran.stderr);
    }
}

#[test]
fn a_linked_schema_folder_belongs_to_the_project_that_links_it() {
    let (project, other) = (Project::new(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(project.path().join("schema"), other.path().join("schema")).unwrap();
    assert!(crmgen_in(other.path(), &["build"]).status().unwrap().success());
    assert!(crmgen_in(other.path(), &["build", "--schema", "schema"]).status().unwrap().success());
    assert!(other.path().join("generated").is_dir() && !project.path().join("generated").exists());
}

#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    let project = Project::new();
    let mut child = project.command(&["explain"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_result_that_cannot_be_written_is_a_fault() {
    let project = Project::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ran = Ran::from(project.command(&["explain"]).stdout(full).output().unwrap());
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.starts_with("error: cannot write the result: "), "{}", ran.stderr);
}

// Formats.

#[test]
fn json_has_a_version_and_every_place() {
    let project = Project::new();
    project.break_twice();
    let ran = project.run(&["build", "--output-format", "json"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (1, ""));
    let json = ran.json();
    assert_eq!(
        (&json["schema_version"], &json["command"], &json["summary"]),
        (&1.into(), &"build".into(), &"2 errors".into())
    );
    let expected = serde_json::json!({
        "code": "E0301",
        "severity": "error",
        "message": "there is no type or enum `ContactStatu`",
        "object": null,
        "file": "schema/contacts.yaml",
        "line": 22,
        "column": 15,
        "end_line": 22,
        "end_column": 27,
        "labels": [{
            "file": "schema/contacts.yaml",
            "line": 22,
            "column": 15,
            "end_line": 22,
            "end_column": 27,
            "text": "unknown type",
        }],
        "help": ["did you mean `ContactStatus`?"],
    });
    assert_eq!(json["diagnostics"][0], expected);
    let nowhere = Ran::from(crmgen_in(Path::new("/"), &["build", "--output-format", "json"]).output().unwrap());
    let found = &nowhere.json()["diagnostics"][0];
    assert_eq!((nowhere.status, &found["code"], found.get("file")), (2, &"E0009".into(), Some(&Value::Null)));
}

#[test]
fn every_result_can_be_json() {
    let project = Project::new();
    let build = project.run(&["build", "--output-format", "json"]).json();
    assert!(build["files"]["added"].as_array().unwrap().contains(&"postgres/schema.sql".into()), "{build}");
    project.change();
    let diff = project.run(&[FILES, &["--output-format", "json"]].concat()).json();
    let file = diff["generated"]["files"]
        .as_array()
        .unwrap()
        .iter()
        .find(|file| file["path"] == "generated/postgres/schema.sql");
    let file = file.unwrap();
    assert_eq!(
        (&file["status"], &file["added_lines"], &file["removed_lines"]),
        (&"changed".into(), &1.into(), &1.into())
    );
    assert_eq!(project.run(&["lint", "--output-format", "json"]).json()["diagnostics"], serde_json::json!([]));
    let explained = project.run(&["explain", "E0301", "--output-format", "json"]).json();
    assert_eq!(explained["codes"][0]["title"], "unknown type");
}

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let project = Project::built();
    project.break_twice();
    let coloured = |arguments: &[&str], variable: Option<(&str, &str)>| {
        let ran = Ran::from(project.command(arguments).envs(variable).output().unwrap());
        ran.stderr.contains('\u{1b}')
    };
    assert!(!coloured(&["build"], None));
    assert!(coloured(&["build", "--color", "always"], None));
    assert!(!coloured(&["build", "--color", "never"], Some(("CLICOLOR_FORCE", "1"))));
    assert!(coloured(&["build"], Some(("CLICOLOR_FORCE", "1"))));
    assert!(!coloured(&["build"], Some(("NO_COLOR", "1"))));
    assert!(!on_terminal(&project, "NO_COLOR=1").contains('\u{1b}'));
    assert!(on_terminal(&project, "NO_COLOR=").contains('\u{1b}'));
}

/// What `crmgen build` says on a terminal, with a variable set.
fn on_terminal(project: &Project, variable: &str) -> String {
    let build = format!("{variable} TERM=xterm {} build", env!("CARGO_BIN_EXE_crmgen"));
    let ran = Command::new("script").current_dir(project.path()).args(["-qec", &build, "/dev/null"]).output().unwrap();
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn a_diff_is_coloured_by_line() {
    let project = Project::built();
    project.change();
    let diff = project.clean(&[FILES, &["--color", "always"]].concat());
    assert!(diff.contains("\u{1b}[31m-") && diff.contains("\u{1b}[32m+") && diff.contains("\u{1b}[36m@@"), "{diff}");
    let plain = project.clean(FILES);
    assert_eq!(strip(&diff), plain);
}

fn strip(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').unwrap().1)
}

#[test]
fn a_narrow_terminal_cuts_source_lines() {
    let project = Project::new();
    project.edit("contacts.yaml", "email: varchar(255)?", &format!("email: varcha(255)?  # {}", "x".repeat(200)));
    let ran = Ran::from(project.command(&["build"]).env("COLUMNS", "40").output().unwrap());
    let widest = ran.stderr.lines().filter(|line| line.contains('|')).map(|line| line.chars().count()).max();
    assert!(widest.unwrap() <= 40 && ran.stderr.contains("^^^^^"), "{}", ran.stderr);
}

#[test]
fn a_result_can_go_to_a_file() {
    let project = Project::built();
    let file = project.path().join("result.json");
    let arguments = ["lint", "--output-format", "json", "--output-file", "result.json", "--color", "always"];
    assert_eq!(project.clean(&arguments), "");
    let first = fs::read_to_string(&file).unwrap();
    assert!(first.contains("\"schema_version\": 1") && !first.contains('\u{1b}'));
    assert_eq!(fs::metadata(&file).unwrap().mode() & 0o600, 0o600);
    // A text result that does not come into being leaves the file alone.
    project.break_twice();
    assert_eq!(project.run(&["lint", "--output-file", "result.json"]).status, 1);
    assert_eq!(fs::read_to_string(&file).unwrap(), first);
    assert_eq!(project.run(&["explain", "--output-file", "no/such/folder"]).status, 2);
    let fault = project.run(&["explain", "--output-file", "/dev/full"]);
    assert_eq!(fault.status, 2, "{}", fault.stderr);
}

#[test]
fn results_are_the_same_everywhere() {
    let (one, two) = (Project::new(), Project::new());
    for (project, zone, locale) in [(&one, "UTC", "C"), (&two, "Asia/Tokyo", "tr_TR.UTF-8")] {
        let ran = project.command(&["build"]).env("TZ", zone).env("LC_ALL", locale).output().unwrap();
        assert!(ran.status.success());
    }
    assert_eq!(one.tree(), two.tree());
    for arguments in [&["show"][..], &["show", "contacts"], &["build", "-v"], &["lint"]] {
        assert_eq!(one.clean(arguments), two.clean(arguments));
    }
    let place = one.path().file_name().unwrap().to_str().unwrap();
    assert!(one.tree().values().all(|text| !String::from_utf8_lossy(text).contains(place)));
}

// The outside world.

#[test]
fn a_hand_edited_file_is_reported_and_its_text_kept() {
    let project = Project::built();
    let file = project.path().join("generated/postgres/schema.sql");
    let edited = fs::read_to_string(&file).unwrap() + "-- by hand\n";
    fs::write(&file, &edited).unwrap();
    let check = project.run(&["build", "--check"]);
    assert_eq!(check.status, 1);
    let build = project.run(&["build"]);
    assert_eq!(build.status, 0);
    for ran in [check, build] {
        assert!(ran.stderr.contains("warning[E0904]: generated/postgres/schema.sql was edited"), "{}", ran.stderr);
    }
    let kept = project.path().join(".crmgen/edited/postgres/schema.sql");
    assert_eq!(fs::read_to_string(kept).unwrap(), edited);
    assert!(project.clean(&["build"]).ends_with("all up to date\n"));
}

#[test]
fn git_sees_only_the_output() {
    let project = Project::built();
    let git = |arguments: &[&str]| {
        let ran = Command::new("git").current_dir(project.path()).args(arguments).output().unwrap();
        assert!(ran.status.success(), "{ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    };
    git(&["init", "-q"]);
    assert_eq!(git(&["status", "--porcelain"]), "?? generated/\n?? schema/\n");
    let attributes = |file| git(&["check-attr", "linguist-generated", "merge", "eol", "--", file]);
    let expected = |file: &str, generated: &str| {
        format!("{file}: linguist-generated: {generated}\n{file}: merge: unset\n{file}: eol: lf\n")
    };
    let (prisma, policies) = ("generated/prisma/leads.prisma", "generated/postgres/policies.sql");
    assert_eq!(attributes(prisma), expected(prisma, "set"));
    assert_eq!(attributes(policies), expected(policies, "unset"));
}

/// Runs a command as somebody who may write only where they are let: this process's user, or `nobody` in its place where
/// that is the superuser.
fn as_user(project: &Project, arguments: &[&str]) -> Ran {
    const NOBODY: u32 = 65534;
    let mut command = project.command(arguments);
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        let ran = Command::new("find").arg(project.path()).output().unwrap();
        for path in String::from_utf8(ran.stdout).unwrap().lines() {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        command.uid(NOBODY).gid(NOBODY);
    }
    command.output().unwrap().into()
}

#[test]
fn a_folder_that_cannot_be_written_to_stays_as_it_is() {
    for (folder, is_needed) in [(".", false), ("generated", false), ("generated/postgres", true), (".crmgen", true)] {
        let project = Project::built();
        project.change();
        let (before, path) = (project.tree(), project.path().join(folder));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o555)).unwrap();
        let ran = as_user(&project, &["build"]);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        // Only what changes need be writable.
        if is_needed {
            assert_eq!(ran.status, 2, "{folder}: {}{}", ran.stdout, ran.stderr);
            assert!(ran.stderr.contains("E0903") && ran.stderr.contains("denied"), "{folder}: {}", ran.stderr);
            assert_eq!(project.tree(), before, "{folder}");
        }
        assert_eq!(as_user(&project, &["build"]).status, 0, "{folder}");
        project.clean(&["build", "--check"]);
    }
}

/// Builds in a shell that lets no file grow beyond a few blocks of 512 bytes.
fn build_on_full_disk(project: &Project, blocks: u32, before: &str) -> Output {
    let script = format!("{before} ulimit -f {blocks}; exec {} build", env!("CARGO_BIN_EXE_crmgen"));
    Command::new("sh").current_dir(project.path()).args(["-c", &script]).output().unwrap()
}

#[test]
fn a_full_disk_leaves_the_old_files_whole() {
    for foreign in [false, true] {
        let project = Project::built();
        if foreign {
            fs::write(project.path().join("generated/theirs.txt"), "theirs").unwrap();
        }
        project.change();
        let before = project.tree();
        for blocks in 0..16 {
            let ran = build_on_full_disk(&project, blocks, "trap '' XFSZ;");
            if !ran.status.success() {
                assert_eq!(ran.status.code(), Some(2), "{ran:?}");
                assert_eq!(project.tree(), before, "{blocks}");
            }
            let killed = build_on_full_disk(&project, blocks, "");
            if killed.status.signal().is_some() {
                assert_eq!(project.tree(), before, "{blocks}");
            }
        }
        project.run(&["build"]);
        project.clean(&["build", "--check"]);
    }
}

#[test]
fn a_build_killed_at_any_time_leaves_one_whole_tree() {
    let project = Project::built();
    let old = project.tree();
    project.change();
    let start = Instant::now();
    project.clean(&["build"]);
    let (new, whole_build) = (project.tree(), start.elapsed());
    for round in 0..60 {
        let (from, to) =
            if round % 2 == 0 { ("ARCHIVED, GONE]", "ARCHIVED]") } else { ("ARCHIVED]", "ARCHIVED, GONE]") };
        let path = project.path().join("schema/contacts.yaml");
        fs::write(&path, fs::read_to_string(&path).unwrap().replace(from, to)).unwrap();
        let mut child = project.command(&["build", "-q"]).spawn().unwrap();
        std::thread::sleep(whole_build * round / 50);
        let _ = child.kill();
        child.wait().unwrap();
        let tree = project.tree();
        assert!(tree == old || tree == new, "round {round}");
    }
    assert_eq!(project.run(&["build"]).status, 0);
    project.clean(&["build", "--check"]);
}
