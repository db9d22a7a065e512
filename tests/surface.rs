//! What people see of the command line, word by word: the help of every command, the CRM's model as `show` tells it, and
//! the list of codes. The snapshots are the review of a change to any of them.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;

const COMMANDS: [&str; 11] =
    ["build", "diff", "migrate", "seed", "show", "lint", "verify", "explain", "init", "completions", "man"];

/// What the program says on standard output, in the project's own folder.
fn said(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crmgen"));
    let output = command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1").output();
    let output = output.expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}

/// Every snapshot by name, and the arguments whose result it holds.
fn sessions() -> Vec<(String, Vec<&'static str>)> {
    let help = COMMANDS.map(|command| (format!("help-{command}"), vec!["help", command]));
    let others = [
        ("help", vec!["--help"]),
        ("show", vec!["show"]),
        ("show-appointments", vec!["show", "appointments"]),
        ("explain", vec!["explain"]),
    ];
    help.into_iter().chain(others.map(|(name, arguments)| (name.to_owned(), arguments))).collect()
}

#[test]
fn it_says_what_it_said() {
    for (name, arguments) in sessions() {
        assert_snapshot!(name, said(&arguments), &arguments.join(" "));
    }
}

#[test]
fn every_command_has_a_snapshot() {
    let help = said(&["--help"]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names: BTreeSet<_> =
        listed.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, COMMANDS.into_iter().chain(["help"]).collect());
}

#[test]
fn no_snapshot_is_left_over() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let kept: BTreeSet<_> = std::fs::read_dir(folder)
        .expect("the folder of snapshots")
        .map(|entry| entry.expect("a snapshot").file_name().to_string_lossy().into_owned())
        .collect();
    let wanted: BTreeSet<_> = sessions().into_iter().map(|(name, _)| format!("surface__{name}.snap")).collect();
    assert_eq!(kept, wanted);
}
