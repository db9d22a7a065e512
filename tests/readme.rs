//! What the documentation shows is what happens.
//!
//! - A block marked `console` is a session in a copy of the project: each line behind `$ ` is run by a shell, and what
//!   follows is what it must say, on both streams. A line `…` stands for any lines.
//! - A block whose mark names a file (`sql generated/postgres/schema.sql`) shows parts of that file, in order.
//! - The session in `docs/pull-requests.md` writes the comment that stands in `docs/pull-request-comment.md`.
//! - In `docs/language.md` such blocks are whole files, and together a schema.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{copy_tree, golden_file, load, root};

/// The documents whose blocks are held to the truth.
const DOCUMENTS: [&str; 5] =
    ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "docs/diff.md", "docs/pull-requests.md"];

/// The line that stands for any lines.
const ELISION: &str = "…";

#[test]
fn every_session_says_what_is_shown() {
    for document in DOCUMENTS {
        let project = copy_of_the_project();
        for (command, shown) in steps(document) {
            let said = run(&command, project.path());
            let is_as_shown = matches(&lines(&shown), &lines(&said));
            assert!(is_as_shown, "{document}: `{command}` is shown to say\n{shown}\nand says\n{said}");
        }
    }
}

/// What a shell is given, one line after another, and what is shown to come of it.
fn steps(document: &str) -> Vec<(String, String)> {
    let blocks = blocks(document).into_iter().filter(|block| block.mark == "console");
    let steps = blocks.flat_map(|block| {
        let text = format!("\n{}", block.text);
        let step = |step: &str| {
            let (command, shown) = step.split_once('\n').unwrap_or((step, ""));
            (command.to_owned(), shown.to_owned())
        };
        text.split("\n$ ").skip(1).map(step).collect::<Vec<_>>()
    });
    steps.collect()
}

#[test]
fn the_comment_that_is_shown_is_what_the_change_gets() {
    let project = copy_of_the_project();
    for (command, _) in steps("docs/pull-requests.md") {
        run(&command, project.path());
    }
    let comment = fs::read_to_string(project.path().join("comment.md")).expect("the session writes it");
    // The commit is another in each copy of the project.
    let commit = run("git rev-parse --short=7 HEAD", project.path());
    let comment = comment.replace(commit.trim(), "0a1b2c3");
    golden_file(&root().join("docs/pull-request-comment.md"), &comment)
        .unwrap_or_else(|difference| panic!("{difference}"));
}

#[test]
fn every_excerpt_is_in_its_file() {
    for document in DOCUMENTS {
        for block in blocks(document) {
            let Some((_, path)) = block.mark.split_once(' ') else { continue };
            let text =
                fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{document}: {path}: {error}"));
            let mut shown = vec![ELISION];
            shown.extend(block.text.lines().chain([ELISION]));
            assert!(matches(&shown, &lines(&text)), "{document} shows what is not in {path}:\n{}", block.text);
        }
    }
}

#[test]
fn every_script_that_is_named_is_there() {
    for document in DOCUMENTS {
        let text = read(document);
        let words = text.split(|c: char| c.is_whitespace() || "`()".contains(c));
        for script in words.filter(|word| word.starts_with("scripts/") || word.starts_with(".ci/")) {
            assert!(root().join(script).is_file(), "{document} names {script}");
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    for document in DOCUMENTS.into_iter().chain([
        "docs/language.md",
        "docs/performance.md",
        "docs/pull-requests.md",
        "CHANGELOG.md",
    ]) {
        let text = read(document);
        let folder = root().join(document).parent().expect("a document lies in a folder").to_owned();
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        for target in targets.filter(|target| !target.contains("://")) {
            let file = target.split('#').next().unwrap_or_default();
            assert!(file.is_empty() || folder.join(file).is_file(), "{document} leads to {target}");
        }
    }
}

#[test]
fn the_schema_in_the_language_reference_is_right() {
    let project = tempfile::tempdir().expect("a temporary folder");
    let schema = project.path().join("schema");
    fs::create_dir(&schema).expect("the folder can be made");
    for block in blocks("docs/language.md") {
        if let Some((_, file)) = block.mark.split_once(' ') {
            fs::write(schema.join(file), block.text).expect("the file can be made");
        }
    }
    load(&schema).unwrap_or_else(|faults| panic!("{faults}"));
}

/// A fenced block: what stands behind the fence, and the lines inside.
struct Block {
    mark: String,
    text: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let text = read(document);
    let mut parts = text.split("\n```");
    let mut blocks = Vec::new();
    while let (Some(_), Some(fenced)) = (parts.next(), parts.next()) {
        let (mark, text) = fenced.split_once('\n').unwrap_or((fenced, ""));
        blocks.push(Block { mark: mark.to_owned(), text: format!("{text}\n") });
    }
    blocks
}

fn read(document: &str) -> String {
    fs::read_to_string(root().join(document)).unwrap_or_else(|error| panic!("{document}: {error}"))
}

/// Whether what was said is what is shown.
fn matches(shown: &[&str], said: &[&str]) -> bool {
    match shown {
        [] => said.is_empty(),
        [ELISION, rest @ ..] => (0..=said.len()).any(|skipped| matches(rest, &said[skipped..])),
        [first, rest @ ..] => said.first() == Some(first) && matches(rest, &said[1..]),
    }
}

/// The lines of a text, without empty ones at its end.
fn lines(text: &str) -> Vec<&str> {
    text.trim_end().lines().collect()
}

/// A copy of what a user of the CRM has: its schema and what is generated, committed.
fn copy_of_the_project() -> tempfile::TempDir {
    let project = tempfile::tempdir().expect("a temporary folder");
    for folder in ["schema", "generated"] {
        copy_tree(&root().join(folder), &project.path().join(folder));
    }
    let git = "git init --quiet --initial-branch=main && git add --all && git -c user.name=a -c user.email=a@example.com \
               commit --quiet --message=all";
    assert_eq!(run(git, project.path()), "");
    project
}

/// What a shell says to a line, on both streams.
fn run(line: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_crmgen"));
    let own = program.parent().expect("the program lies in a folder").display().to_string();
    let path = format!("{own}:{}", std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{{ {line}\n}} 2>&1")]).current_dir(folder);
    shell.env("PATH", path).env("HOME", folder).env("NO_COLOR", "1").env_remove("CRMGEN_SCHEMA");
    let output = shell.output().expect("a shell can be run");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
