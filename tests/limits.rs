//! Schemas made to hurt: each ends in a clear error, soon, and in little memory.
//!
//! The program runs in a process of its own that may hold 200 MB and no more. How fast it ends is a matter for benches;
//! here a watchdog only tells ending from hanging.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The most memory that the program may ask for, in KiB.
const MEMORY_KIB: u32 = 200 * 1024;

/// What can only mean that the program hangs.
const WATCHDOG: Duration = Duration::from_secs(60);

/// A project that is right, so that what is wrong is in the file beside it.
const PROJECT: &str = "crmgen: 1\nname: hostile\ntenancy: { tenant: organizations }\n";

#[test]
fn aliases_that_multiply() {
    let list = |name: &str, item: &str| format!("{name}: &{name} [{}]\n", [item; 10].join(", "));
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let bomb: String = names.windows(2).map(|pair| list(pair[1], &format!("*{}", pair[0]))).collect();
    assert_refused(&model(&(list("a", "lol") + &bomb)), "E0006");
}

#[test]
fn a_hundred_thousand_brackets() {
    assert_refused(&model(&"[".repeat(100_000)), "E0005");
}

#[test]
fn a_hundred_thousand_levels_of_lists() {
    assert_refused(&model(&"- ".repeat(100_000)), "E0005");
}

#[test]
fn one_key_of_a_hundred_megabytes() {
    let project = model("");
    let path = project.path().join("schema/model.yaml");
    fs::write(path, "k".repeat(100_000_000)).expect("the disk has room");
    assert_refused(&project, "E0003");
}

#[test]
fn one_key_as_large_as_a_file_may_be() {
    assert_refused(&model(&"k".repeat(32 << 20)), "E0103");
}

#[test]
fn bytes_that_are_not_utf8() {
    let project = model("");
    fs::write(project.path().join("schema/model.yaml"), b"entities:\n  caf\xe9: {}\n").expect("the file can be made");
    assert_refused(&project, "E0002");
}

#[test]
fn a_pipe_instead_of_a_file() {
    let project = model("");
    let path = project.path().join("schema/model.yaml");
    fs::remove_file(&path).expect("the file is ours");
    assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo can be run").success());
    assert_refused(&project, "E0001");
}

#[test]
fn a_folder_without_permission() {
    let project = model("");
    let folder = project.path().join("schema/closed");
    fs::create_dir(&folder).expect("the folder can be made");
    set_mode(&folder, 0o000);
    assert_refused(&project, "E0001");
    set_mode(&folder, 0o700);
}

#[test]
fn a_folder_inside_itself() {
    let project = model("");
    std::os::unix::fs::symlink(".", project.path().join("schema/again")).expect("the link can be made");
    let (_, said) = finish(run(&project));
    assert!(!said.contains("panicked"), "{said}");
}

/// A project whose `model.yaml` holds that text.
fn model(text: &str) -> TempDir {
    let project = tempfile::tempdir().expect("a temporary folder");
    let schema = project.path().join("schema");
    fs::create_dir(&schema).expect("the folder can be made");
    fs::write(schema.join("crmgen.yaml"), PROJECT).expect("the file can be made");
    fs::write(schema.join("model.yaml"), text).expect("the file can be made");
    project
}

/// Builds the project and expects it to be refused with that code, and nothing to be written.
fn assert_refused(project: &TempDir, code: &str) {
    let (status, said) = finish(run(project));
    assert!(status == Some(1) || status == Some(2), "status {status:?}, {said}");
    assert!(said.contains(code), "{code} is not in: {said}");
    assert!(said.len() < 10_000, "{} bytes are no clear error", said.len());
    assert!(!project.path().join("generated").exists(), "something was written");
}

/// Starts a build that may not hold more memory than it should need. Root reads what it has no permission for, so as
/// root the program runs without that privilege.
fn run(project: &TempDir) -> Child {
    let program = env!("CARGO_BIN_EXE_crmgen");
    let unprivileged = match is_root() {
        true => "setpriv --bounding-set=-dac_override,-dac_read_search ",
        false => "",
    };
    let line = format!("ulimit -d {MEMORY_KIB} && exec {unprivileged}\"$0\" build");
    let mut command = Command::new("sh");
    command.args(["-c", &line, program]).current_dir(project.path());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().expect("the program can be run")
}

/// Waits for the end: the exit status, and what was said on standard error.
fn finish(mut child: Child) -> (Option<i32>, String) {
    let mut stderr = child.stderr.take().expect("standard error is a pipe");
    let reader = std::thread::spawn(move || {
        let mut said = Vec::new();
        stderr.read_to_end(&mut said).map(|_| String::from_utf8_lossy(&said).into_owned())
    });
    let start = Instant::now();
    let status = loop {
        match child.try_wait().expect("the program can be waited for") {
            Some(status) => break status,
            None if start.elapsed() > WATCHDOG => {
                child.kill().expect("the program can be ended");
                panic!("the program hangs");
            }
            None => sleep(Duration::from_millis(5)),
        }
    };
    (status.code(), reader.join().expect("the reader ends").expect("standard error can be read"))
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id can be run");
    id.stdout == b"0\n"
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the folder is ours");
}
