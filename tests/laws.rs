//! What holds for every case and for the code as a whole.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crmgen::diagnostic::codes;
use crmgen::sql::{parse, psql};
use crmgen::target::{self, Files};

use support::{Case, copy_tree, crm, for_each, read_tree, root};

/// Codes that no case folder can show, and why.
const WITHOUT_CASE: [(&str, &str); 14] = [
    ("E0001", "a folder in a repository cannot hold a file without permission, or a pipe"),
    ("E0003", "the file would be larger than the repository"),
    ("E0801", "the fault is in what is compared, not in a schema"),
    ("E0802", "the fault is in what is compared, not in a schema"),
    ("E0803", "the fault is in what is compared, not in a schema"),
    ("E0804", "the fault is in what is compared, not in a schema"),
    ("E0805", "the fault is in what is compared, not in a schema"),
    ("E0806", "the fault is in what is compared, not in a schema"),
    ("E0901", "the fault is in a template, not in a schema"),
    ("E0902", "the fault is in a template, not in a schema"),
    ("E0903", "the fault is in the output folder, not in a schema"),
    ("E0904", "the fault is in the output folder, not in a schema"),
    ("E1009", "the fault is not in the schema but in what is found in it: see tests/lint.rs"),
    ("E1010", "the fault comes with the day: see tests/lint.rs"),
];

/// Which modules each module of the top level may use, `lib` being the crate's own functions. Data runs one way.
const IMPORTS: [(&str, &[&str]); 34] = [
    ("source", &[]),
    ("markup", &[]),
    ("wrap", &[]),
    ("diagnostic", &["source"]),
    ("model", &["source"]),
    ("naming", &["model"]),
    ("render", &["diagnostic"]),
    ("sql", &["model", "render", "spelling"]),
    ("spelling", &["model", "sql"]),
    ("spec", &["diagnostic", "model", "source"]),
    ("resolve", &["diagnostic", "change", "hazard", "lint", "model", "naming", "source", "spec", "sql"]),
    ("sample", &["model", "spelling", "sql"]),
    ("isolation", &["model", "sample", "sql"]),
    ("mutation", &["model", "sql"]),
    ("acceptance", &["diagnostic", "model", "source"]),
    ("lint", &["acceptance", "diagnostic", "model", "source"]),
    ("derived", &["expect", "isolation", "model", "naming", "sample", "sql"]),
    (
        "target",
        &["derived", "diagnostic", "expect", "isolation", "model", "naming", "render", "sample", "spelling", "sql"],
    ),
    ("expect", &["model", "spelling", "sql"]),
    ("agreement", &["lib", "model", "source"]),
    ("client", &["agreement", "claim", "lib", "model", "naming", "source", "target"]),
    (
        "check",
        &[
            "derived",
            "diagnostic",
            "digest",
            "expect",
            "isolation",
            "model",
            "naming",
            "sample",
            "spelling",
            "sql",
            "target",
        ],
    ),
    ("write", &["diagnostic", "digest", "render", "target"]),
    ("server", &["sql"]),
    ("hazard", &[]),
    ("claim", &[]),
    ("digest", &[]),
    ("change", &["claim", "hazard", "sql"]),
    ("plan", &["change"]),
    ("migrate", &["change", "expect", "hazard", "model", "plan", "sql", "target", "wrap"]),
    ("side", &["agreement", "diagnostic", "expect", "lib", "model", "render", "resolve", "source", "sql", "target"]),
    (
        "report",
        &[
            "acceptance",
            "change",
            "client",
            "diagnostic",
            "hazard",
            "markup",
            "model",
            "plan",
            "side",
            "source",
            "sql",
            "wrap",
        ],
    ),
    (
        "verify",
        &[
            "change",
            "derived",
            "diagnostic",
            "hazard",
            "isolation",
            "markup",
            "migrate",
            "model",
            "mutation",
            "naming",
            "sample",
            "server",
            "spelling",
            "sql",
            "target",
            "write",
        ],
    ),
    (
        "cli",
        &[
            "acceptance",
            "change",
            "client",
            "diagnostic",
            "hazard",
            "lib",
            "lint",
            "markup",
            "migrate",
            "model",
            "plan",
            "render",
            "report",
            "resolve",
            "sample",
            "server",
            "side",
            "source",
            "spec",
            "sql",
            "target",
            "verify",
            "wrap",
            "write",
        ],
    ),
];

/// Which modules alone know a library.
const LIBRARIES: [(&str, &[&str]); 7] = [
    ("serde_yaml", &["spec"]),
    ("minijinja", &["render"]),
    ("pg_query", &["sql", "check"]),
    ("use postgres", &["server"]), // without `use`, targets and checks of that name would be meant
    ("annotate_snippets", &["diagnostic"]),
    ("syn", &["naming", "check"]),
    ("clap", &["cli"]),
];

#[test]
fn two_builds_are_equal() {
    for_each("build", |case| equal(&files(&case.schema())?, &files(&case.schema())?));
}

#[test]
fn a_copy_elsewhere_makes_the_same() {
    for_each("build", |case| {
        let elsewhere = tempfile::tempdir().map_err(|error| error.to_string())?;
        let copy = elsewhere.path().join("other folder é/schema");
        copy_tree(&case.schema(), &copy);
        equal(&files(&case.schema())?, &files(&copy)?)
    });
}

#[test]
fn what_is_said_of_the_way_changes_nothing_that_is_made() {
    for_each("build", |case| {
        let model = support::load(&case.schema())?;
        equal(&support::generate(&model)?, &support::generate(&support::without_history(&model))?)
    });
}

#[test]
fn every_sql_file_parses() {
    for_each("build", |case| parses(&files(&case.schema())?));
    parses(&files(&crm()).expect("the CRM's schema is right")).unwrap();
}

#[test]
fn every_case_is_whole() {
    for kind in ["build", "reject"] {
        for_each(kind, is_whole);
    }
}

#[test]
fn every_code_has_a_case() {
    let cases = read_tree(&root().join("tests/cases/reject"));
    let told: String =
        cases.iter().filter(|(path, _)| path.ends_with("/stderr.txt")).map(|(_, text)| &**text).collect();
    let lacking = codes::ALL.iter().map(|code| code.id).filter(|id| id.starts_with('E') && !told.contains(*id));
    let lacking: Vec<_> = lacking.collect();
    assert_eq!(lacking, WITHOUT_CASE.map(|(id, _)| id), "left: codes without a case in tests/cases/reject");
}

#[test]
fn codes_are_in_order_and_explained() {
    assert!(codes::ALL.is_sorted_by(|a, b| a.id < b.id), "codes are unique and in order within their letter");
    for code in codes::ALL {
        assert!(code.explanation.split_whitespace().count() > 5, "{} explains nothing", code.id);
    }
}

#[test]
fn every_template_is_registered() {
    let on_disk: BTreeSet<_> = read_tree(&root().join("templates")).into_keys().collect();
    let registered = target::ALL.iter().flat_map(|target| target.templates).map(|template| template.path.to_owned());
    assert_eq!(on_disk, registered.collect());
}

#[test]
fn imports_run_one_way() {
    let allowed: BTreeMap<_, _> = IMPORTS.into_iter().collect();
    for (module, used, file) in sources().iter().flat_map(uses) {
        let may = allowed.get(module.as_str()).unwrap_or_else(|| panic!("{module} is not in the table of imports"));
        assert!(used == module || may.contains(&used.as_str()), "{file}: {module} uses {used}");
    }
}

#[test]
fn no_target_knows_another() {
    let names: Vec<_> = target::ALL.iter().map(|target| target.name.replace('-', "_")).collect();
    for source in sources().iter().filter(|source| source.path.starts_with("target/")) {
        let own = names.iter().find(|name| source.path.contains(name.as_str()));
        for other in names.iter().filter(|name| own.is_some_and(|own| own != *name)) {
            let mentions = [format!("super::{other}"), format!("target::{other}")];
            assert!(!mentions.iter().any(|path| source.code.contains(path)), "{} uses {other}", source.path);
        }
    }
}

#[test]
fn each_library_is_known_to_its_own_layer_alone() {
    for source in sources() {
        let foreign = LIBRARIES.iter().filter(|(_, modules)| !modules.contains(&source.module.as_str()));
        for (library, _) in foreign {
            let used = source.code.contains(&format!("{library}::"));
            assert!(!used, "{} uses {library}", source.path);
        }
    }
}

#[test]
fn only_the_command_line_prints() {
    for source in sources().iter().filter(|source| !["cli", "main"].contains(&source.module.as_str())) {
        assert!(!source.code.contains("print!(") && !source.code.contains("println!("), "{} prints", source.path);
    }
}

/// A source file without its comments and tests.
struct Source {
    module: String,
    path: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let files = rust_files(&root().join("src"));
    assert!(files.len() > 20, "the sources are not where they should be");
    files.iter().map(|path| read_source(path)).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    // What proofs run on the other side is no part of the program.
    let is_ours = |path: &PathBuf| !path.ends_with("harness");
    let entries =
        fs::read_dir(folder).expect("a folder of sources").flatten().map(|entry| entry.path()).filter(is_ours);
    let mut files: Vec<_> =
        entries.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] }).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    files.sort();
    files
}

fn read_source(path: &Path) -> Source {
    let text = fs::read_to_string(path).expect("a source file");
    let below = path.strip_prefix(root().join("src")).expect("a path below src").to_string_lossy().replace('\\', "/");
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code: Vec<_> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let module = below.split(['/', '.']).next().unwrap_or_default().to_owned();
    Source { module, path: below, code: code.join("\n") }
}

/// The modules of the top level that a source uses: (its own, the used one, its file).
fn uses(source: &Source) -> Vec<(String, String, String)> {
    let paths = source.code.split("crate::").skip(1).flat_map(first_segments);
    let module = |name: String| if is_module(&name) { name } else { "lib".to_owned() };
    paths.map(|used| (source.module.clone(), module(used), source.path.clone())).collect()
}

fn is_module(name: &str) -> bool {
    root().join("src").join(name).with_extension("rs").is_file()
}

/// The first names behind `crate::`, several in `{…}`. Names that start with a capital are the crate's own items, and
/// macro text for generated code may hold any.
fn first_segments(rest: &str) -> Vec<String> {
    let word =
        |text: &str| text.trim().split(|c: char| c != '_' && !c.is_alphanumeric()).next().unwrap_or("").to_owned();
    let words = match rest.strip_prefix('{') {
        Some(group) => group.split('}').next().unwrap_or_default().split(',').map(word).collect(),
        None => vec![word(rest)],
    };
    words.into_iter().filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase())).collect()
}

fn files(schema: &Path) -> Result<Files, String> {
    support::generate(&support::load(schema)?)
}

fn equal(one: &Files, two: &Files) -> Result<(), String> {
    let differs = |name: &&String| one.get(*name) != two.get(*name);
    let names: Vec<_> = one.keys().chain(two.keys()).filter(differs).collect();
    if names.is_empty() { Ok(()) } else { Err(format!("these differ: {names:?}")) }
}

fn parses(files: &Files) -> Result<(), String> {
    let mut sql = files.iter().filter(|(name, _)| name.ends_with(".sql"));
    sql.try_for_each(|(name, text)| match parse::parse(&psql::statements(text)) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{name}: {error:?}")),
    })
}

fn is_whole(case: &Case) -> Result<(), String> {
    let named_well = case
        .name
        .split('-')
        .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
    let expected: &[&str] = if case.folder.parent().is_some_and(|kind| kind.ends_with("build")) {
        &["expected", "schema"]
    } else {
        &["schema", "stderr.txt"]
    };
    let entries = fs::read_dir(&case.folder).into_iter().flatten().flatten();
    let entries: BTreeSet<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let whole = named_well && entries == expected.iter().map(|&name| name.to_owned()).collect();
    if whole { Ok(()) } else { Err(format!("a case is named in lower case and holds {expected:?}, not {entries:?}")) }
}
