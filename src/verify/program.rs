//! Other programs that proofs run, and where what they need is kept between runs.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::proof::Failure;
use crate::server::Unavailable;

/// So much of what a failed program says tells why it failed.
const LAST_LINES: usize = 30;

/// The folder in which things are kept between runs, by the rules of XDG; the system's temporary one where a user has
/// no home.
#[must_use]
pub fn cache() -> PathBuf {
    let given = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = given("XDG_CACHE_HOME").or_else(|| given("HOME").map(|home| home.join(".cache")));
    base.unwrap_or_else(std::env::temp_dir).join("crmgen")
}

/// Runs a program, gives it `input` to read, and returns what it prints.
///
/// # Errors
/// That it cannot be run, or fails; the particulars have the end of what it said.
pub fn run(what: &str, command: &mut Command, input: &str) -> Result<String, Failure> {
    let failure = |got: String| Failure::new(format!("{what} fails")).with("got", got);
    let output = output(command, input).map_err(|error| failure(error.to_string()))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    let said = text(&output.stdout) + &text(&output.stderr);
    let lines: Vec<_> = said.lines().collect();
    Err(failure(lines[lines.len().saturating_sub(LAST_LINES)..].join("\n")))
}

/// Whether a program can be run at all: the first line it prints when asked for its version.
///
/// # Errors
/// That it is not there.
pub fn version(program: &str, help: &str) -> Result<String, Unavailable> {
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    let missing = || Unavailable { message: format!("`{program}` is not there"), help: vec![help.to_owned()] };
    let output = output.ok().filter(|output| output.status.success()).ok_or_else(missing)?;
    Ok(String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().trim().to_owned())
}

/// Makes a folder, and holds it for as long as the file that is returned stays open: others wait for their turn.
///
/// # Errors
/// The system's refusal.
pub fn hold(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let turn = File::create(folder.join(".turn"))?;
    turn.lock()?;
    Ok(turn)
}

/// Writes a file where it differs, so that its time says when it last changed.
///
/// # Errors
/// The system's refusal.
pub fn put(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}

fn output(command: &mut Command, input: &str) -> io::Result<Output> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let stdin = child.stdin.take();
    // Both ways at once: a program that has much to say stops reading until it is heard.
    std::thread::scope(|scope| {
        // One that stops early closes its end; what it says tells more than that.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
        child.wait_with_output()
    })
}
