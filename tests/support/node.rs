//! Programs for node that tests run, with the packages they need.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::{copy_tree, root};

/// What npm installs by.
const LOCK: &str = "package-lock.json";

/// The folder `tests/<name>`, copied to where its packages are installed. They are installed once, and again when the
/// lock file changes.
///
/// # Panics
/// When node or npm is missing, or a package cannot be had.
pub fn installed(name: &str) -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (from, to) = (root().join("tests").join(name), temporary.join(name));
    fs::create_dir_all(&to).expect("the folder can be made");
    let turn = File::create(temporary.join(format!("{name}.lock"))).expect("the lock can be made");
    turn.lock().expect("test processes take turns");
    copy_tree(&from, &to);
    let wanted = fs::read(from.join(LOCK)).expect("the lock file is there");
    let stamp = to.join("node_modules/.installed");
    if fs::read(&stamp).ok().as_ref() != Some(&wanted) {
        install(&to);
        fs::write(&stamp, &wanted).expect("the stamp can be written");
    }
    to
}

/// Runs a program in a folder and gives it `input` to read.
///
/// # Panics
/// When node is missing or the program fails; the message has what it said.
pub fn run(folder: &Path, arguments: &[&str], input: &str) -> String {
    let mut node = Command::new("node");
    node.args(arguments).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut node = node.spawn().unwrap_or_else(|error| panic!("these tests need node (18 or newer): {error}"));
    let mut stdin = node.stdin.take().expect("it is piped");
    let output = std::thread::scope(|scope| {
        // A program that stops early closes its end; what it says tells more than this failure.
        scope.spawn(move || stdin.write_all(input.as_bytes()).ok());
        node.wait_with_output().expect("node ends")
    });
    succeeded(&arguments.join(" "), output)
}

fn install(folder: &Path) {
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder);
    let output = npm.output().unwrap_or_else(|error| panic!("these tests need npm: {error}"));
    succeeded("npm ci", output);
}

fn succeeded(what: &str, output: Output) -> String {
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{what} fails\n{said}\n{errors}");
    said.into_owned()
}
