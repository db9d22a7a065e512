//! Every lint on a schema it advises against and on one it has nothing to say of: `tests/cases/lint/<name>/`, beside the
//! files that all of them stand on.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use crmgen::diagnostic::Diagnostic;
use crmgen::diagnostic::show::{Layout, text};
use crmgen::lint::{self, Lint};
use crmgen::source::Sources;

fn cases() -> PathBuf {
    support::root().join("tests/cases/lint")
}

/// The findings in the common files and those of one folder.
fn lint_folder(folder: &Path) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    for folder in [&cases().join("schema"), folder] {
        for name in names(folder) {
            sources.add(format!("schema/{name}"), fs::read_to_string(folder.join(&name)).unwrap());
        }
    }
    let loaded = crmgen::load_sources(sources);
    let faults = |found: Vec<Diagnostic>| text(&loaded.sources, &found, Layout::default());
    let model = loaded.model.unwrap_or_else(|found| panic!("{}:\n{}", folder.display(), faults(found)));
    (loaded.sources, lint::lint(&model))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_lint_finds_its_bad_case_and_nothing_else_does() {
    for lint in lint::ALL {
        let (sources, found) = lint_folder(&cases().join(lint.name).join("bad"));
        let shown = text(&sources, &found, Layout::default());
        assert!(!found.is_empty(), "{} finds nothing", lint.name);
        assert!(found.iter().all(|found| found.code == &lint.code), "{}:\n{shown}", lint.name);
        support::golden_file(&cases().join(lint.name).join("bad.txt"), &shown).unwrap_or_else(|diff| panic!("{diff}"));
    }
}

#[test]
fn every_lint_is_silent_on_every_good_case() {
    for lint in lint::ALL {
        let (sources, found) = lint_folder(&cases().join(lint.name).join("good"));
        assert!(found.is_empty(), "{}:\n{}", lint.name, text(&sources, &found, Layout::default()));
    }
}

#[test]
fn the_list_is_whole() {
    let source = support::root().join("src/lint");
    let files: Vec<_> = names(&source).into_iter().map(|name| name.trim_end_matches(".rs").to_owned()).collect();
    let mut listed: Vec<_> = lint::ALL.iter().map(|lint| lint.name.to_owned()).collect();
    listed.sort();
    assert_eq!(files, listed);
    listed.push("schema".into());
    listed.sort();
    assert_eq!(names(&cases()), listed);
}

#[test]
fn codes_are_in_order_and_explained() {
    for (at, Lint { name, code, .. }) in lint::ALL.iter().enumerate() {
        assert_eq!(code.id, format!("L{:04}", at + 1), "{name}");
        assert!(code.explanation.len() > 80 && code.explanation.ends_with(".\n"), "{name}: {}", code.explanation);
        assert!(code.explanation.lines().all(|line| line.chars().count() <= 120), "{name}");
    }
}
