//! The writer on real folders, faults included.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::process::Command;

use super::*;
use crate::digest::{Digest, digest};
use crate::render::Language;

/// A project's folder that goes when the test ends.
struct Project {
    root: tempfile::TempDir,
    output: Output,
}

impl Project {
    /// A project whose output is `files`, as a build made it.
    fn built(files: &Files) -> Self {
        let root = tempfile::tempdir().unwrap();
        let output = Output::of(root.path());
        output.write(|take| take(files.clone()), |_| ()).unwrap();
        Self { root, output }
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.output.folder.join(path);
        create_parent(&path).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.output.folder.join(path)).unwrap()
    }

    fn build(&self, files: &Files) -> Vec<String> {
        let plan = self.output.write(|take| take(files.clone()), |_| ()).unwrap();
        assert!(self.output.plan(files).unwrap().is_empty());
        plan.edited
    }

    fn faults(&self, files: &Files) -> String {
        let faults = self.output.write(|take| take(files.clone()), |_| ()).unwrap_err();
        faults.into_iter().map(|fault| format!("{}: {}\n", fault.code.id, fault.message)).collect()
    }

    /// What is to be done, with the files that it needs staged, in its turn.
    fn staged(&self, files: &Files) -> WritePlan<'_> {
        let mut staging = Staging::of(&self.output, Some(Turn::begin(&self.output).unwrap())).unwrap();
        staging.add(files).unwrap();
        match staging.finish().unwrap() {
            Staged::Whole(plan) => plan,
            Staged::Overtaken(_) => panic!("nobody else builds"),
        }
    }

    /// Every file of the output with its text.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut found = Vec::new();
        let _ = disk::walk(&self.output.folder, "", &mut found);
        found.into_iter().filter(|(_, kind)| *kind == Kind::File).map(|(at, _)| (at.clone(), self.text(&at))).collect()
    }

    fn git(&self, arguments: &[&str]) {
        let git = Command::new("git").current_dir(self.root.path()).args(arguments).output().unwrap();
        assert!(git.status.success(), "{git:?}");
    }
}

/// Generated files, each with a text of its own behind the mark.
fn files(texts: &[(&str, &str)]) -> Files {
    texts.iter().map(|(path, text)| ((*path).into(), format!("{}{text}\n", Language::Sql.header("s.yaml")))).collect()
}

/// Hands over a file at a time.
fn parts(files: Files) -> impl Fn(Take<'_>) -> Result<(), Vec<Diagnostic>> {
    move |take| files.iter().try_for_each(|(path, text)| take(Files::from([(path.clone(), text.clone())])))
}

fn old() -> Files {
    files(&[("a.sql", "1"), ("b/c.sql", "1"), ("b/d.sql", "1"), ("gone/deep/e.sql", "1"), ("turns", "1")])
}

/// Adds, changes, keeps and removes; a file gives way to a folder.
fn new() -> Files {
    files(&[("a.sql", "1"), ("b/c.sql", "2"), ("b/new/f.sql", "2"), ("turns/into/a/folder.sql", "2")])
}

fn digests(files: &Files) -> BTreeMap<String, Digest> {
    files.iter().map(|(path, text)| (path.clone(), digest(text.as_bytes()))).collect()
}

#[test]
fn a_first_build_makes_the_folder() {
    let project = Project::built(&old());
    assert_eq!(project.tree(), old());
    assert_eq!(fs::metadata(project.output.folder.join("a.sql")).unwrap().mode() & 0o600, 0o600);
}

#[test]
fn a_plan_says_what_changes_and_changes_nothing() {
    let (project, new) = (Project::built(&old()), new());
    let plan = project.output.plan(&new).unwrap();
    assert_eq!(plan.added, ["b/new/f.sql", "turns/into/a/folder.sql"]);
    assert_eq!(plan.changed, ["b/c.sql"]);
    assert_eq!(plan.unchanged, ["a.sql"]);
    assert_eq!(plan.removed, ["b/d.sql", "gone/deep/e.sql", "turns"]);
    assert_eq!(plan.summary(), "2 added, 1 changed, 3 removed");
    assert_eq!(project.tree(), old());
}

#[test]
fn a_build_leaves_exactly_the_new_files_and_does_not_touch_the_unchanged() {
    for foreign in [false, true] {
        let project = Project::built(&old());
        if foreign {
            project.put("rust/target/x", "theirs");
        }
        let stamp =
            |path| fs::metadata(project.output.folder.join(path)).map(|of| (of.ino(), of.mtime_nsec())).unwrap();
        let before = stamp("a.sql");
        assert!(project.build(&new()).is_empty());
        let mut expected = new();
        expected.extend(foreign.then(|| ("rust/target/x".into(), "theirs".into())));
        assert_eq!(project.tree(), expected);
        assert_eq!(stamp("a.sql"), before);
        assert!(!project.output.folder.join("gone").exists());
        let mut state: Vec<_> =
            fs::read_dir(&project.output.state).unwrap().map(|at| at.unwrap().file_name()).collect();
        state.sort();
        assert_eq!(state, [".gitignore", "lock", "written.json"]);
    }
}

#[test]
fn a_folder_of_crmgens_own_files_is_exchanged_whole() {
    let (project, new) = (Project::built(&old()), new());
    let before = fs::metadata(&project.output.folder).unwrap().ino();
    swap::replace(&project.staged(&new)).unwrap();
    assert_eq!(project.tree(), new);
    assert_ne!(fs::metadata(&project.output.folder).unwrap().ino(), before);
}

#[test]
fn a_change_can_be_killed_after_any_step() {
    for killed_after in 0.. {
        let (project, new) = (Project::built(&old()), new());
        project.put("theirs.txt", "theirs");
        let plan = project.staged(&new);
        let all = journal::run_first(&plan, killed_after);
        let whole = project.tree();
        journal::undo(&project.output).unwrap();
        let mut expected = if all { new } else { old() };
        expected.insert("theirs.txt".into(), "theirs".into());
        assert_eq!(project.tree(), expected, "killed after step {killed_after}");
        if all {
            assert_eq!(whole, expected);
            break;
        }
    }
}

#[test]
fn a_part_that_fails_leaves_everything_as_it_was() {
    let (project, fault) = (Project::built(&old()), || vec![Diagnostic::error(&codes::OUTPUT_MISMATCH, "a fault")]);
    let fail = |take: Take<'_>| parts(new())(take).and_then(|()| Err(fault()));
    assert_eq!(project.output.write(fail, |_| ()).unwrap_err(), fault());
    assert_eq!(project.tree(), old());
    assert!(!stage::stage(&project.output).exists());
}

#[test]
fn a_build_can_be_killed_while_it_stages() {
    let project = Project::built(&old());
    let plan = project.staged(&new());
    assert_eq!(project.tree(), old());
    let staged = stage::new_folder(&project.output).join("b/c.sql");
    let text = fs::read(&staged).unwrap();
    drop(plan);
    // What a turn stages goes with it, unless it is killed.
    assert!(!staged.exists());
    create_parent(&staged).unwrap();
    fs::write(&staged, text).unwrap();
    assert!(project.build(&files(&[("a.sql", "3")])).is_empty());
    assert_eq!(project.tree(), files(&[("a.sql", "3")]));
    assert!(!stage::stage(&project.output).exists());
}

#[test]
fn what_another_build_changed_in_between_is_compared_again() {
    let project = Project::built(&old());
    let made = std::cell::Cell::new(0);
    let make = |take: Take<'_>| {
        made.set(made.get() + 1);
        take(files(&[("a.sql", "1")]))?;
        if made.get() == 1 {
            project.output.write(parts(new_a()), |_| ())?;
        }
        take(files(&[("b/c.sql", "2")]))
    };
    project.output.write(make, |_| ()).unwrap();
    assert_eq!(project.tree(), files(&[("a.sql", "1"), ("b/c.sql", "2")]));
    assert_eq!(made.get(), 2);
}

/// What another build makes of a file that stays between [`old`] and [`new`].
fn new_a() -> Files {
    files(&[("a.sql", "other"), ("b/c.sql", "1")])
}

#[test]
fn taking_a_change_back_can_be_killed_too() {
    let (project, new) = (Project::built(&old()), new());
    project.put("theirs.txt", "theirs");
    let plan = project.staged(&new);
    journal::run_first(&plan, 7);
    let journal = fs::read(project.output.state.join("journal.json")).unwrap();
    journal::undo(&project.output).unwrap();
    fs::write(project.output.state.join("journal.json"), journal).unwrap();
    journal::undo(&project.output).unwrap();
    assert_eq!(project.tree()["b/c.sql"], old()["b/c.sql"]);
}

#[test]
fn a_fault_in_the_middle_takes_everything_back() {
    let (project, new) = (Project::built(&old()), new());
    project.put("theirs.txt", "theirs");
    let plan = project.staged(&new);
    // Comes into being after the plan was made, where a folder has to be.
    fs::write(project.output.folder.join("b/new"), "in the way").unwrap();
    let fault = plan.apply().unwrap_err();
    assert_eq!(fault.code, &codes::OUTPUT_BLOCKED);
    fs::remove_file(project.output.folder.join("b/new")).unwrap();
    let mut expected = old();
    expected.insert("theirs.txt".into(), "theirs".into());
    assert_eq!(project.tree(), expected);
}

#[test]
fn what_crmgen_did_not_make_is_not_touched() {
    let project = Project::built(&old());
    project.put("b/d.sql", "-- mine\n");
    project.put("mine.txt", "-- Code generated by somebody\n");
    project.put(".hidden/e.sql", &old()["a.sql"]);
    project.put("cache/CACHEDIR.TAG", "");
    project.put("cache/package/a.sql", &old()["a.sql"]);
    project.build(&new());
    assert_eq!(project.text("b/d.sql"), "-- mine\n");
    assert_eq!(project.text("mine.txt"), "-- Code generated by somebody\n");
    assert_eq!(project.text(".hidden/e.sql"), old()["a.sql"]);
    assert_eq!(project.text("cache/package/a.sql"), old()["a.sql"]);
}

#[test]
fn what_stands_in_the_way_is_named_and_nothing_is_written() {
    let project = Project::built(&files(&[]));
    project.put("a.sql", "mine");
    project.put("b", "mine");
    project.put("turns/into/a/folder.sql/x", "mine");
    let faults = project.faults(&new());
    for fault in [
        "E0903: generated/a.sql stands in the way of generated/a.sql: it is a file that crmgen did not make",
        "generated/b stands in the way of generated/b/c.sql: it is a file",
        "generated/turns/into/a/folder.sql/x stands in the way of generated/turns/into/a/folder.sql: it is a file",
    ] {
        assert!(faults.contains(fault), "{faults}");
    }
    assert_eq!(project.tree().len(), 3);
}

#[test]
fn symbolic_links_are_not_followed() {
    let (project, elsewhere) = (Project::built(&files(&[])), tempfile::tempdir().unwrap());
    fs::create_dir_all(&project.output.folder).unwrap();
    symlink(elsewhere.path(), project.output.folder.join("b")).unwrap();
    assert!(
        project.faults(&new()).contains("generated/b stands in the way of generated/b/c.sql: it is a symbolic link")
    );
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);

    fs::remove_dir_all(&project.output.folder).unwrap();
    symlink(elsewhere.path(), &project.output.folder).unwrap();
    assert!(project.faults(&new()).contains("`generated` is where the output goes, and it is a symbolic link"));
}

#[test]
fn an_output_folder_that_is_a_file_is_an_error() {
    let project = Project::built(&files(&[]));
    fs::write(&project.output.folder, "mine").unwrap();
    assert!(project.faults(&new()).contains("`generated` is where the output goes, and it is a file"));
}

#[test]
fn a_path_cannot_leave_the_folder() {
    let project = Project::built(&files(&[]));
    for path in ["../a", "/a", "a/../../b", "a\\b", "a\0", ""] {
        assert!(project.faults(&files(&[(path, "")])).contains("cannot be a file's path"), "{path}");
    }
}

#[test]
fn an_empty_folder_is_no_obstacle() {
    let project = Project::built(&files(&[]));
    fs::create_dir_all(project.output.folder.join("b")).unwrap();
    project.build(&new());
    assert_eq!(project.tree(), new());
}

#[test]
fn only_the_first_line_tells_whose_a_file_is() {
    let project = Project::built(&old());
    project.put("readme.md", &format!("# About\n\n{}", old()["a.sql"]));
    project.build(&files(&[]));
    assert_eq!(project.tree().into_keys().collect::<Vec<_>>(), ["readme.md"]);
}

#[test]
fn an_edited_file_is_reported_and_kept() {
    let project = Project::built(&old());
    project.put("b/c.sql", &format!("{}edited\n", old()["b/c.sql"]));
    project.put("b/d.sql", &format!("{}edited\n", old()["b/d.sql"]));
    assert_eq!(project.build(&new()), ["b/c.sql", "b/d.sql"]);
    let kept = project.root.path().join(".crmgen/edited/b/c.sql");
    assert!(fs::read_to_string(kept).unwrap().ends_with("edited\n"));
    // The next build has nothing to report: the files are crmgen's again.
    assert!(project.build(&old()).is_empty());
}

#[test]
fn git_vouches_for_files_that_came_with_a_clone_or_a_pull() {
    let project = Project::built(&old());
    project.git(&["init", "-q"]);
    project.git(&["add", "generated"]);
    project.git(&["-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", "x"]);
    assert!(!project.root.path().join(".git/index.lock").exists());

    // As in a fresh clone: no record, and the files as git has them but one.
    fs::remove_dir_all(&project.output.state).unwrap();
    project.put("b/d.sql", &format!("{}edited\n", old()["b/d.sql"]));
    assert_eq!(project.output.plan(&new()).unwrap().edited, ["b/d.sql"]);

    // As after a pull: a record of other texts.
    fs::create_dir_all(&project.output.state).unwrap();
    record::begin(&digests(&new()), &project.output.state).unwrap();
    assert_eq!(project.output.plan(&new()).unwrap().edited, ["b/d.sql"]);
}

#[test]
fn a_build_of_a_build_that_is_not_committed_is_no_edit() {
    let project = Project::built(&old());
    project.git(&["init", "-q"]);
    project.git(&["add", "generated"]);
    assert!(project.build(&new()).is_empty());
    assert!(project.build(&old()).is_empty());
}

#[test]
fn a_build_killed_at_its_very_end_is_no_edit() {
    let (project, new) = (Project::built(&old()), new());
    record::begin(&digests(&new), &project.output.state).unwrap();
    swap::replace(&project.staged(&new)).unwrap();
    assert!(project.output.plan(&old()).unwrap().edited.is_empty());
}

#[test]
fn nothing_is_written_where_nothing_changes() {
    let project = Project::built(&old());
    fs::remove_dir_all(&project.output.state).unwrap();
    project.build(&old());
    assert!(!project.output.state.exists());
}

#[test]
fn builds_at_the_same_time_wait_for_each_other() {
    let project = Project::built(&old());
    std::thread::scope(|threads| {
        for turn in 0..8 {
            let output = &project.output;
            threads.spawn(move || {
                output.write(parts(if turn % 2 == 0 { old() } else { new() }), |_| ()).map(drop).unwrap();
            });
        }
    });
    let tree = project.tree();
    assert!(tree == old() || tree == new(), "{tree:?}");
}
