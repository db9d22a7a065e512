//! The generated crates are formatted, compile without a warning under every set of features, and do what they say.
//!
//! Every case becomes a member of one workspace below `target/`, so that one run of cargo builds them all and their
//! dependencies are built once. Files are rewritten only where they change: an unchanged crate is not built again.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::{fs, io};

use crmgen::diagnostic::show;
use crmgen::model::Model;
use crmgen::source::Sources;
use crmgen::target;

/// The workspace of all cases, written once per run.
static WORKSPACE: LazyLock<PathBuf> = LazyLock::new(|| write_workspace().expect("the workspace can be written"));

#[test]
fn crates_are_formatted_as_rustfmt_formats_them() {
    let roots = members().into_keys().map(|name| WORKSPACE.join(name).join("src/lib.rs"));
    let check = Command::new("rustfmt").args(["--edition", "2024", "--check"]).args(roots).output();
    assert_success(&check.expect("rustfmt is installed"));
}

/// Names of every length, of letters of one and of two columns, as entities, fields, keys, enums and values.
#[test]
fn names_of_every_width_are_formatted_as_rustfmt_formats_them() {
    let folder = WORKSPACE.join("widths");
    let mut sources = Sources::default();
    sources.add("schema/crmgen.yaml", WIDTHS);
    sources.add("schema/platform.yaml", "entities: { organizations: { tenancy: root } }");
    for length in 1..=63 {
        sources.add(format!("schema/{length}.yaml"), named_by(length));
    }
    let loaded = crmgen::load_sources(sources);
    let shown = |faults: Vec<_>| show::text(&loaded.sources, &faults, show::Layout::default());
    let model = loaded.model.map_err(shown).unwrap_or_else(|faults| panic!("{faults}"));
    write_crate(&folder, "widths", &model).expect("the crate can be written");
    let check = Command::new("rustfmt").args(["--edition", "2024", "--check"]).arg(folder.join("src/lib.rs")).output();
    assert_success(&check.expect("rustfmt is installed"));
}

const WIDTHS: &str = "
crmgen: 1
name: widths
tenancy: { tenant: organizations }
targets: { rust: {} }
";

/// Two entities and an enum whose names, and those of all in them, have that many bytes.
fn named_by(length: usize) -> String {
    let name = |letter: &str| letter.repeat(length.div_ceil(letter.len()));
    let wide = &"日".repeat(length.div_ceil(3));
    let [one, two, kind, value, first, second] = ["a", "b", "e", "V", "k", "l"].map(name);
    let [text, instant, list, maybe, shout] = ["t", "i", "m", "o", "S"].map(name);
    format!(
        "
enums:
  {kind}: [{value}, W{value:.62}]
entities:
  {one}:
    fields:
      {text}: text
      {instant}: timestamptz
      {list}: {{ type: \"{kind}[]\" }}
      {maybe}: \"{kind}[]?\"
      {shout}: timestamptz?
      {wide}: integer?
  {two}:
    primary_key: [organization_id, {first}, {second}]
    fields: {{ {first}: integer, {second}: {kind}, {text}: integer? }}
    relations: {{ r: {{ to: {one} }} }}
"
    )
}

#[test]
fn crates_compile_without_a_warning_under_every_set_of_features() {
    for features in ["", "serde", "sqlx", "serde,sqlx"] {
        let features = ["--no-default-features", "--features", features];
        assert_success(&cargo("clippy", &features, &["--", "-D", "warnings"]));
    }
}

#[test]
fn crates_are_documented_without_a_warning() {
    for features in ["", "serde,sqlx"] {
        assert_success(&cargo("doc", &["--no-deps", "--no-default-features", "--features", features], &[]));
    }
}

fn assert_success(output: &Output) {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

/// Runs cargo on the whole workspace.
fn cargo(command: &str, arguments: &[&str], last: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args([command, "--quiet", "--workspace"])
        .args(arguments)
        .args(last)
        .env("RUSTDOCFLAGS", "-D warnings")
        .env("CARGO_TARGET_DIR", WORKSPACE.join("target"))
        .current_dir(&*WORKSPACE)
        .output()
        .expect("cargo runs")
}

/// Writes every case's crate, and the workspace around them.
fn write_workspace() -> io::Result<PathBuf> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rust");
    let members = members();
    let list: Vec<_> = members.keys().map(|name| format!("{name:?}")).collect();
    put(&root.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", list.join(", ")))?;
    for (name, model) in &members {
        write_crate(&root.join(name), name, model)?;
    }
    Ok(root)
}

/// Writes one crate under a name of its own: cases may share theirs, members of a workspace may not.
fn write_crate(folder: &Path, name: &str, model: &Model) -> io::Result<()> {
    let files = target::generate(model, None).unwrap_or_else(|fault| panic!("{name}: {}", fault.message));
    let files = files.iter().filter_map(|(path, text)| Some((path.strip_prefix("rust/")?, text)));
    for (path, text) in files.clone() {
        let text = if path == "Cargo.toml" { &renamed(text, name) } else { text };
        put(&folder.join(path), text)?;
    }
    remove_others(&folder.join("src"), &files.map(|(path, _)| path).collect())
}

fn renamed(manifest: &str, name: &str) -> String {
    let line = |line: &str| {
        if line.starts_with("name = ") { format!("name = \"case-{name}\"\n") } else { format!("{line}\n") }
    };
    manifest.lines().map(line).collect()
}

/// Writes a file where it differs, so that its time says when it last changed.
fn put(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().expect("a file is in a folder"))?;
    fs::write(path, text)
}

/// Removes what an earlier run left and this one does not make.
fn remove_others(folder: &Path, wanted: &BTreeSet<&str>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !wanted.contains(&*format!("src/{}", entry.file_name().to_string_lossy())) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Every schema that makes a crate, by name.
fn members() -> BTreeMap<String, Model> {
    let cases = support::cases("build").into_iter().map(|case| (case.name.clone(), case.schema()));
    let schemas = cases.chain([("crm".to_owned(), support::crm())]);
    let models = schemas.map(|(name, schema)| (name, support::load(&schema).expect("the schema is right")));
    models.filter(|(_, model)| model.project.targets.rust.is_some()).collect()
}
