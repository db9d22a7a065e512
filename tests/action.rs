//! What a pull request gets: the script behind the action, its comment on a GitHub of our own, and files for other hosts.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

/// What the comments of the schema `schema` start with.
const MARKER: &str = "<!-- crmgen: schema -->\n";

/// The account of GitHub's own tokens.
const BOT: &str = "github-actions[bot]";

/// A GitHub that knows the comments of one pull request.
struct GitHub {
    address: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    comments: Vec<Value>,
    /// What was asked for besides lists: `POST issues/7/comments`.
    asked: Vec<String>,
    /// The status with which writing is answered, where it is refused.
    refuses: Option<u16>,
}

impl GitHub {
    fn start(comments: Vec<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { comments, ..State::default() }));
        let shared = Arc::clone(&state);
        thread::spawn(move || listener.incoming().flatten().for_each(|stream| serve(stream, &shared)));
        Self { address, state }
    }

    fn refusing(status: u16) -> Self {
        let github = Self::start(Vec::new());
        github.state.lock().unwrap().refuses = Some(status);
        github
    }

    /// Runs the script with a text, and gives what it printed. It always succeeds.
    fn comment(&self, text: &str) -> String {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        let output = Command::new("node")
            .arg(script("comment.mjs"))
            .arg(file.path())
            .env("GITHUB_API_URL", &self.address)
            .env("GITHUB_REPOSITORY", "owner/crm")
            .env("GITHUB_TOKEN", "secret")
            .env("PULL_REQUEST", "7")
            .env_remove("COMMENT_MARKER")
            .env_remove("COMMENT_AUTHOR")
            .output()
            .expect("these tests need node (18 or newer)");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
        assert!(!said.contains("secret"), "the token is printed:\n{said}");
        said
    }

    fn asked(&self) -> Vec<String> {
        self.state.lock().unwrap().asked.clone()
    }

    fn bodies(&self) -> Vec<String> {
        let state = self.state.lock().unwrap();
        state.comments.iter().map(|comment| comment["body"].as_str().unwrap().to_owned()).collect()
    }
}

fn comment(id: u64, login: &str, body: &str) -> Value {
    json!({ "id": id, "body": body, "user": { "login": login } })
}

fn script(name: &str) -> PathBuf {
    support::root().join("scripts").join(name)
}

/// Answers one request, and ends the connection.
fn serve(stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(&stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return;
        }
    }
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    let (status, answer) = if head.to_lowercase().contains("authorization: bearer secret\r\n") {
        let mut words = head.split_whitespace();
        let (method, path) = (words.next().unwrap(), words.next().unwrap().trim_start_matches("/repos/owner/crm/"));
        state.lock().unwrap().answer(method, path, serde_json::from_slice(&body).unwrap_or(Value::Null))
    } else {
        (401, json!({ "message": "Bad credentials" }).to_string())
    };
    let head = format!("HTTP/1.1 {status} -\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", answer.len());
    let _ = (&stream).write_all((head + &answer).as_bytes());
}

impl State {
    fn answer(&mut self, method: &str, path: &str, body: Value) -> (u16, String) {
        if method == "GET" {
            return (200, self.page(path).to_string());
        }
        self.asked.push(format!("{method} {path}"));
        if let Some(status) = self.refuses {
            return (status, json!({ "message": "Resource not accessible by integration" }).to_string());
        }
        let text = body["body"].as_str().unwrap_or_default();
        if text.chars().count() > 65_536 {
            return (422, json!({ "message": "body is too long" }).to_string());
        }
        let id = path.rsplit('/').next().and_then(|id| id.parse().ok());
        match (method, id) {
            ("POST", None) => self.comments.push(comment(1000, BOT, text)),
            ("PATCH", Some(id)) => self.find(id)["body"] = text.into(),
            ("DELETE", Some(id)) => {
                self.find(id);
                self.comments.retain(|comment| comment["id"] != id);
                return (204, String::new());
            }
            _ => panic!("{method} {path} is not known"),
        }
        (200, "{}".into())
    }

    /// One page of the comments, as many as are asked for.
    fn page(&self, path: &str) -> Value {
        let number = |key: &str| path.split(['?', '&']).find_map(|pair| pair.strip_prefix(key)?.parse::<usize>().ok());
        let (size, page) = (number("per_page=").unwrap(), number("page=").unwrap());
        assert!(path.starts_with("issues/7/comments?"), "{path}");
        self.comments.iter().skip(size * (page - 1)).take(size).cloned().collect()
    }

    fn find(&mut self, id: u64) -> &mut Value {
        self.comments.iter_mut().find(|comment| comment["id"] == id).expect("the comment is there")
    }
}

// The comment.

#[test]
fn a_comment_is_made_changed_left_alone_and_taken_away() {
    let github = GitHub::start(vec![comment(1, "someone", "looks good")]);
    assert_eq!(github.comment("one\n"), "the comment is written\n");
    assert_eq!(github.comment("one\n"), "the comment says so already\n");
    assert_eq!(github.comment("two\n"), "the comment is changed\n");
    assert_eq!(github.bodies(), ["looks good".to_owned(), format!("{MARKER}two\n")]);
    assert_eq!(github.comment(" \n"), "the comment is gone, as there is nothing to say\n");
    assert_eq!(github.comment(""), "nothing to say\n");
    assert_eq!(github.bodies(), ["looks good"]);
    let asked = ["POST issues/7/comments", "PATCH issues/comments/1000", "DELETE issues/comments/1000"];
    assert_eq!(github.asked(), asked);
}

#[test]
fn the_comment_is_found_on_any_page_and_only_its_own_is_touched() {
    let mut comments: Vec<_> = (0..230).map(|id| comment(id, BOT, "about something else")).collect();
    comments.push(comment(300, "someone", &format!("{MARKER}planted")));
    comments.push(comment(301, BOT, &format!("> {MARKER}quoted")));
    comments.push(comment(302, BOT, "<!-- crmgen: other/schema -->\nanother project"));
    comments.push(comment(303, BOT, &format!("{MARKER}old")));
    comments.push(comment(304, BOT, &format!("{MARKER}made at the same time")));
    let github = GitHub::start(comments);
    assert_eq!(github.comment("new\n"), "the comment is changed\n");
    assert_eq!(github.asked(), ["DELETE issues/comments/304", "PATCH issues/comments/303"]);
}

#[test]
fn in_a_fork_the_text_is_printed_and_cannot_command_the_workflow() {
    for status in [401, 403, 404, 500] {
        let github = GitHub::refusing(status);
        let said = github.comment("what it means\n::set-env name=PATH::/tmp\n");
        let (before, after) = said.split_once("what it means\n::set-env").expect("the text is printed");
        let word = before.split_once("::stop-commands::").expect("commands are stopped").1.trim();
        assert!(word.len() > 30 && after.contains(&format!("\n::{word}::\n")), "{said}");
        let told = said.starts_with("::notice title=crmgen::No comment was written: ");
        assert!(told && said.contains("from a fork") == (status != 500), "{said}");
    }
    let github = GitHub { address: "http://127.0.0.1:1".into(), ..GitHub::start(Vec::new()) };
    assert!(github.comment("what it means\n").contains("\nwhat it means\n"));
}

#[test]
fn what_does_not_fit_is_cut_behind_a_line_and_closed() {
    let line = "| `leads.score` | 🏠 what it means |\n";
    let sql = "SELECT '<details>';\n".repeat(4000);
    for text in
        [line.repeat(4000), format!("<details>\n<summary>SQL</summary>\n\n````sql\n```\n{sql}````\n\n</details>\n")]
    {
        let github = GitHub::start(Vec::new());
        assert_eq!(github.comment(&text), "the comment is written\n");
        let body = &github.bodies()[0];
        assert!((60_000..=65_536).contains(&body.chars().count()), "{}", body.chars().count());
        let (kept, _) = body.split_once("\n\n*The rest does not fit").expect("it is said that something is missing");
        // What is open in the second text: a block of code, in details.
        let kept = if text.contains("````") { kept.strip_suffix("\n````\n\n</details>").unwrap() } else { kept };
        assert!(format!("{MARKER}{text}").starts_with(&format!("{kept}\n")), "it is not cut behind a line");
    }
    let github = GitHub::start(Vec::new());
    github.comment(&"x".repeat(100_000));
    assert!(github.bodies()[0].contains("The rest does not fit"));
}

// The script that looks at a change.

/// A project with a stand-in for crmgen, which answers `diff` as it is told and leaves all else to the real one.
struct Project {
    root: tempfile::TempDir,
}

/// What a run of the script came to.
struct Look {
    status: Option<i32>,
    said: String,
    report: String,
}

impl Project {
    fn new(change: bool, verdict: i32) -> Self {
        let project = Self { root: tempfile::tempdir().unwrap() };
        let crmgen = env!("CARGO_BIN_EXE_crmgen");
        project.run(Command::new(crmgen).arg("init"));
        project.run(Command::new(crmgen).arg("build"));
        let (change, markdown) = if change { (1, "## What the change means") } else { (0, "") };
        let stub = format!(
            "#!/bin/sh\n[ \"$1\" = diff ] || exec '{crmgen}' \"$@\"\necho \"$*\" >>asked\ncase \"$*\" in\n\
             *markdown*) echo '{markdown}'; exit {change};;\n*) echo '::error file=schema/a.yaml,line=1::it breaks'; \
             exit {verdict};;\nesac\n"
        );
        let path = project.root.path().join("crmgen");
        fs::write(&path, stub).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        project
    }

    fn run(&self, command: &mut Command) -> Output {
        command.current_dir(self.root.path()).output().unwrap()
    }

    fn look(&self) -> Look {
        let mut command = Command::new(script("pull-request"));
        command.arg("report.md").env("CRMGEN", "./crmgen").env("AGAINST", "main").env("FAIL_ON", "dangerous");
        let output = self.run(command.env_remove("SCHEMA"));
        let report = fs::read_to_string(self.root.path().join("report.md")).unwrap();
        Look { status: output.status.code(), said: String::from_utf8(output.stdout).unwrap(), report }
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.root.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replace(from, to)).unwrap();
    }
}

#[test]
fn nothing_is_said_of_a_change_without_meaning() {
    let project = Project::new(false, 0);
    let look = project.look();
    assert_eq!((look.status, look.report.as_str()), (Some(0), ""));
    let asked = fs::read_to_string(project.root.path().join("asked")).unwrap();
    let common = "diff --against main";
    assert!(asked.starts_with(&format!("{common} --exit-code --output-format markdown --schema schema ")), "{asked}");
    assert!(asked.contains(&format!("\n{common} --fail-on dangerous --output-format github ")), "{asked}");
}

#[test]
fn the_report_has_the_meaning_and_all_that_is_amiss() {
    let project = Project::new(true, 1);
    let look = project.look();
    assert_eq!((look.status, look.report.as_str()), (Some(1), "## What the change means\n"));
    assert!(look.said.contains("::error file=schema/a.yaml,line=1::it breaks\n"), "{}", look.said);
    project.edit("schema/contacts.yaml", "email: varchar(255)?", "email: char(8)?");
    let look = project.look();
    assert_eq!(look.status, Some(1));
    for part in ["## What the change means\n", "### The artifacts are not", "### Lint has advice", "warning[L0005]"] {
        assert!(look.report.contains(part), "{part}\n{}", look.report);
    }
    assert!(look.said.contains("::stop-commands::"), "{}", look.said);
}

#[test]
fn what_cannot_run_is_worst() {
    let project = Project::new(true, 0);
    project.edit("schema/contacts.yaml", "type: ContactStatus", "type: ContactStatu");
    assert_eq!(project.look().status, Some(1));
    fs::remove_file(project.root.path().join("schema/crmgen.yaml")).unwrap();
    let look = project.look();
    assert_eq!(look.status, Some(2), "{}", look.report);
    assert!(look.report.contains("error[E0009]"), "{}", look.report);
}

// The action's own steps, as a workflow runs them.

/// A repository with a pull request, and the GitHub that it is on.
struct PullRequest {
    root: tempfile::TempDir,
    github: GitHub,
}

impl PullRequest {
    /// A repository whose `main` holds a schema and what is generated, and a branch that starts there.
    fn new() -> Self {
        let request = Self { root: tempfile::tempdir().unwrap(), github: GitHub::start(Vec::new()) };
        for step in ["init", "build"] {
            assert!(request.crmgen(step).status.success());
        }
        let git = "git init -q -b main && git add --all && git -c user.name=a -c user.email=a@b commit -qm first";
        assert!(request.bash(&format!("{git} && git switch -qc work"), &[]).status.success());
        request
    }

    fn crmgen(&self, command: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_crmgen")).arg(command).current_dir(self.root.path()).output().unwrap()
    }

    fn bash(&self, script: &str, variables: &[(String, String)]) -> Output {
        let mut command = Command::new("bash");
        command.args(["-euo", "pipefail", "-c", script]).current_dir(self.root.path());
        command.envs(variables.iter().cloned()).output().unwrap()
    }

    /// Replaces a part of a schema file, builds, and runs the action with a token: what it says, and its end.
    fn push(&self, from: &str, to: &str, token: &str) -> (String, i32) {
        let path = self.root.path().join("schema/contacts.yaml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from} in {text}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        assert!(self.crmgen("build").status.success());
        self.act(token)
    }

    fn act(&self, token: &str) -> (String, i32) {
        let scratch = tempfile::tempdir().unwrap();
        let file = |name: &str| scratch.path().join(name).display().to_string();
        let mut known = [
            ("ACTION", support::root().display().to_string()),
            ("CRMGEN", env!("CARGO_BIN_EXE_crmgen").to_owned()),
            ("SCHEMA", "schema".to_owned()),
            ("AGAINST", "main".to_owned()),
            ("FAIL_ON", "breaking".to_owned()),
            ("GITHUB_TOKEN", token.to_owned()),
            ("PULL_REQUEST", "7".to_owned()),
            ("COMMENT_MARKER", "schema".to_owned()),
            ("COMMENT_AUTHOR", BOT.to_owned()),
            ("RUNNER_TEMP", scratch.path().display().to_string()),
            ("GITHUB_STEP_SUMMARY", file("summary")),
            ("GITHUB_OUTPUT", file("output")),
            ("GITHUB_API_URL", self.github.address.clone()),
            ("GITHUB_REPOSITORY", "owner/crm".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec();
        let (mut said, mut status) = (String::new(), 0);
        // What builds crmgen is left out.
        for step in &yaml("action.yml")["runs"]["steps"].as_array().unwrap()[1..] {
            for name in step["env"].as_object().unwrap().keys() {
                assert!(known.iter().any(|(known, _)| known == name), "nothing gives {name} to {step}");
            }
            let output = self.bash(step["run"].as_str().unwrap(), &known);
            said += &String::from_utf8_lossy(&output.stdout);
            status = output.status.code().unwrap();
            let outputs = fs::read_to_string(file("output")).unwrap_or_default();
            let outputs = outputs.lines().filter_map(|line| line.split_once('='));
            known.extend(outputs.map(|(name, value)| (name.to_uppercase(), value.to_owned())));
        }
        (said, status)
    }
}

#[test]
fn a_pull_request_is_followed_from_its_first_change_to_the_last() {
    let request = PullRequest::new();
    let (said, status) = request.push("    fields:\n", "    fields:\n      nickname: text?\n", "secret");
    assert!(said.contains("the comment is written\n") && status == 0, "{status}: {said}");
    assert!(said.contains("::warning file=schema/contacts.yaml,line="), "{said}");
    let [comment] = &request.github.bodies()[..] else { panic!("one comment") };
    assert!(comment.starts_with(&format!("{MARKER}## Dangerous: 2 added; 1 dangerous\n")), "{comment}");
    assert!(comment.contains("| **widens** | `crm_app` | UPDATE | `contacts` |"), "{comment}");

    let (said, status) = request.push("varchar(255)?", "varchar(20)?", "secret");
    assert!(said.contains("the comment is changed\n") && status == 0, "{status}: {said}");
    let (said, status) = request.push("nickname: text?", "nickname: text", "secret");
    assert!(said.contains("::error file=schema/contacts.yaml,line=") && status == 1, "{status}: {said}");
    assert!(request.github.bodies()[0].contains("`NEEDS_INPUT`"));

    let back = request.bash("git checkout -q main -- .", &[]);
    assert!(back.status.success());
    let (said, status) = request.act("secret");
    assert!(said.contains("the comment is gone, as there is nothing to say\n") && status == 0, "{status}: {said}");
    assert_eq!(request.github.bodies(), [] as [&str; 0]);
}

#[test]
fn without_a_token_that_writes_the_comment_is_printed_and_the_check_decides_all_the_same() {
    let request = PullRequest::new();
    for (to, verdict) in [("nickname: text?", 0), ("surname: text", 1)] {
        let (said, status) = request.push("    fields:\n", &format!("    fields:\n      {to}\n"), "");
        assert_eq!(status, verdict, "{said}");
        assert!(said.contains("\n## ") && said.contains("No comment was written"), "{said}");
    }
    assert_eq!(request.github.bodies(), [] as [&str; 0]);
}

// The files that hosts read.

fn yaml(path: &str) -> Value {
    let text = fs::read_to_string(support::root().join(path)).unwrap();
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_action_uses_what_it_declares_and_scripts_that_there_are() {
    let text = fs::read_to_string(support::root().join("action.yml")).unwrap();
    let action = yaml("action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    let inputs: Vec<_> = action["inputs"].as_object().unwrap().keys().cloned().collect();
    let used = text.split("inputs.").skip(1).map(|rest| rest.split([' ', '}']).next().unwrap());
    let used: std::collections::BTreeSet<_> = used.map(str::to_owned).collect();
    assert_eq!(used, inputs.into_iter().collect());
    for script in text.split("$ACTION/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(support::root().join(script).is_file(), "{script} is missing");
    }
    for step in action["runs"]["steps"].as_array().unwrap() {
        assert_eq!(step["shell"], "bash", "{step}");
        let run = step["run"].as_str().unwrap();
        assert!(!run.contains("${{"), "what comes from outside must not be pasted into a script: {run}");
    }
}

#[test]
fn hooks_and_jobs_run_commands_that_there_are() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let entries = hooks.as_array().unwrap().iter().map(|hook| hook["entry"].as_str().unwrap().to_owned());
    let job = yaml("docs/gitlab-ci.yml");
    let lines = job["crmgen"]["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned());
    for line in entries.chain(lines) {
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("crmgen"), "{line}");
        let help = Command::new(env!("CARGO_BIN_EXE_crmgen")).args([words.next().unwrap(), "--help"]).output().unwrap();
        assert!(help.status.success(), "{line}");
    }
    let report = job["crmgen"]["artifacts"]["reports"]["codequality"].as_str().unwrap();
    assert!(job["crmgen"]["script"].to_string().contains(&format!("--output-file {report}")));
    assert!(Path::new(report).extension().is_some_and(|ending| ending == "json"));
}
