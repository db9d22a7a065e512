//! Every lint on a schema it advises against and on one it has nothing to say of: `tests/cases/lint/<name>/`, beside the
//! files that all of them stand on.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use crmgen::diagnostic::Diagnostic;
use crmgen::diagnostic::show::{Layout, text};
use crmgen::lint::{self, Lint};
use crmgen::model::{Date, Model};
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
    (loaded.sources, lint::lint(&model, today()).found)
}

/// A day that stays the same.
fn today() -> Date {
    Date::parse("2026-06-15").unwrap()
}

/// A schema of two entities without a `doc`, which have a trait in common, and what it accepts.
fn accepting(accept: &str) -> (Sources, Model) {
    let mut sources = Sources::default();
    let project = format!("crmgen: 1\nname: x\ntenancy: {{ tenant: organizations }}\naccept:\n{accept}");
    sources.add("schema/crmgen.yaml", project);
    let model = "
traits:
  timestamps: { fields: { created_at: { type: timestamptz, default: now } } }
entities:
  organizations: { doc: A tenant., tenancy: root, fields: { name: text } }
  leads: { doc: A lead., traits: [timestamps] }
  tasks: { doc: A task., traits: [timestamps], fields: { title: json } }
";
    sources.add("schema/model.yaml", model);
    let loaded = crmgen::load_sources(sources);
    (loaded.sources, loaded.model.expect("the schema is right"))
}

/// The codes and objects of findings.
fn subjects(found: &[Diagnostic]) -> Vec<(&str, &str)> {
    found.iter().map(|found| (found.code.id, found.object.as_deref().expect("a finding names its object"))).collect()
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
fn every_finding_names_what_it_is_about() {
    for lint in lint::ALL {
        let (_, found) = lint_folder(&cases().join(lint.name).join("bad"));
        assert!(subjects(&found).iter().all(|(_, object)| !object.is_empty()), "{}", lint.name);
    }
}

#[test]
fn what_is_accepted_is_not_reported_and_the_reason_stays() {
    let (_, model) = accepting("  - { code: L0003, object: tasks.title, reason: read once, until: 2026-06-15 }\n");
    let advice = lint::lint(&model, today());
    assert_eq!(subjects(&advice.found), [("L0014", "leads.created_at"), ("L0008", "tasks.title")]);
    let kept: Vec<_> = advice.accepted.iter().map(|(found, entry)| (found.code.id, &*entry.reason)).collect();
    assert_eq!(kept, [("L0003", "read once")]);
}

#[test]
fn what_a_trait_brings_is_reported_until_all_of_it_is_accepted() {
    let entry = |objects| format!("  - {{ code: L0014, object: {objects}, reason: imports set it }}\n");
    let (_, model) = accepting(&entry("leads.created_at"));
    assert!(subjects(&lint::lint(&model, today()).found).contains(&("L0014", "tasks.created_at")));
    let (_, model) = accepting(&entry("[leads.created_at, tasks.created_at]"));
    assert!(!subjects(&lint::lint(&model, today()).found).iter().any(|(code, _)| *code == "L0014"));
}

#[test]
fn an_entry_that_applies_to_nothing_or_no_more_is_an_error() {
    let (sources, model) = accepting(
        "  - { code: L0003, object: tasks.titel, reason: read once }
  - { code: L0001, object: leads, reason: there was one }
  - { code: L0008, object: tasks.title, reason: for now, until: 2026-06-14 }
  - { code: DELETES_DATA, object: notes, reason: for the diff to judge }
",
    );
    let found = lint::lint(&model, today()).found;
    let faults: Vec<_> = found.into_iter().filter(|found| found.code.id.starts_with('E')).collect();
    let expected = "\
error[E1009]: nothing of `tasks.titel` needs L0003 to be accepted
 --> schema/crmgen.yaml:5:28
  |
5 |   - { code: L0003, object: tasks.titel, reason: read once }
  |                            ^^^^^^^^^^^ accepted here
  |
  = help: did you mean `tasks.title`?

error[E1009]: nothing of `leads` needs L0001 to be accepted
 --> schema/crmgen.yaml:6:28
  |
6 |   - { code: L0001, object: leads, reason: there was one }
  |                            ^^^^^ accepted here
  |
  = help: remove the entry, so that the next finding of this kind is seen

error[E1010]: L0008 of `tasks.title` was accepted until 2026-06-14
 --> schema/crmgen.yaml:7:28
  |
7 |   - { code: L0008, object: tasks.title, reason: for now, until: 2026-06-14 }
  |                            ^^^^^^^^^^^ the date has passed
  |
  = help: mend what it accepts, or give it a later date and a reason that still holds
";
    assert_eq!(text(&sources, &faults, Layout::default()), expected);
}

#[test]
fn codes_are_in_order_and_explained() {
    for (at, Lint { name, code, .. }) in lint::ALL.iter().enumerate() {
        assert_eq!(code.id, format!("L{:04}", at + 1), "{name}");
        assert!(code.explanation.len() > 80 && code.explanation.ends_with(".\n"), "{name}: {}", code.explanation);
        assert!(code.explanation.lines().all(|line| line.chars().count() <= 120), "{name}");
    }
}
