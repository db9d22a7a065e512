//! The generated crates are formatted, compile without a warning under every set of features, and do what they say; and
//! the programs that prove it are formatted too.
//!
//! Every case becomes a member of one workspace below `target/`, so that one run of cargo builds them all and their
//! dependencies are built once. Files are rewritten only where they change: an unchanged crate is not built again.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::{fs, io};

use crmgen::derived::Derived;
use crmgen::diagnostic::show;

use crmgen::model::{Model, Role};
use crmgen::source::Sources;
use crmgen::target;
use crmgen::verify::rust::Workshop;
use crmgen::verify::{Failure, Outcome, Stage};

use support::cluster::{Cluster, SUPERUSER};
use support::project::Project;

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
    for (features, packages) in [("", ALL), ("serde", SOME), ("sqlx", SOME), ("serde,sqlx", ALL)] {
        assert_success(&cargo("clippy", packages, &["--no-default-features", "-F", features, "--", "-D", "warnings"]));
    }
}

#[test]
fn crates_are_documented_without_a_warning() {
    for (features, packages) in [("", SOME), ("serde,sqlx", ALL)] {
        assert_success(&cargo("doc", packages, &["--no-default-features", "-F", features, "--no-deps"]));
    }
}

/// Every case's crate. The driver is left out: it would turn on its own features.
const ALL: &[&str] = &["--workspace", "--exclude", "driver"];

/// The cases that between them have everything that depends on features.
const SOME: &[&str] = &["-p", "case-crm", "-p", "case-every-type", "-p", "case-text-enums"];

/// Runs `rust/driver.rs`, which uses the CRM's crate as a service would.
#[test]
fn services_work_with_the_crates() {
    let project = Project::crm();
    let database = project.database("rust_service").unwrap_or_else(|fault| panic!("{fault}"));
    project.apply(&database).unwrap_or_else(|fault| panic!("{fault}"));
    database.run(SUPERUSER, TENANTS).expect();
    // sqlx wants a host before it looks at the parameter that names the socket.
    let url = database.url(project.role(Role::App)).replace("@/", "@localhost/");
    assert_success(&cargo("run", &["-p", "driver", "--"], &[&url]));
}

const TENANTS: &str = "
    INSERT INTO organizations (id, name, slug) VALUES
        ('00000000-0000-0000-0000-00000000000a', 'One', 'one'), ('00000000-0000-0000-0000-00000000000b', 'Other', 'other');
    INSERT INTO users (id, email) VALUES ('00000000-0000-0000-0000-0000000000a1', 'a@example.com');
    INSERT INTO organization_members (organization_id, user_id) VALUES
        ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a1');
";

#[test]
fn every_value_comes_back_as_it_was_sent() {
    for (name, least) in [("crm", 500), ("every-type", 80), ("hostile-names", 5), ("text-enums", 5)] {
        let outcome = sent(name, "");
        assert_eq!(outcome.failures, [], "{name}");
        let trips = outcome.tried.first().map_or(0, |(trips, _)| *trips);
        assert!(trips >= least, "{name}: {trips} round trips");
    }
}

#[test]
fn a_value_that_changes_on_its_way_is_found() {
    let outcome = sent(
        "crm",
        "CREATE FUNCTION public.shout() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN NEW.notes := upper(NEW.notes); RETURN NEW; END $$;
         CREATE TRIGGER shout BEFORE INSERT ON public.leads FOR EACH ROW EXECUTE FUNCTION public.shout();
         ALTER TABLE public.deals DISABLE ROW LEVEL SECURITY;",
    );
    let told = |entity: &str, what: &str| {
        let of = |failure: &Failure| failure.title.starts_with(entity) && failure.details[0].1.contains(what);
        assert!(outcome.failures.iter().any(of), "{entity}: {what} is not among {:?}", outcome.failures);
    };
    told("leads:", "inserted, it is");
    told("deals:", "by another tenant");
}

/// What comes of sending every value through a case's crate, once the database was changed.
fn sent(name: &str, change: &str) -> Outcome {
    let schema =
        if name == "crm" { support::crm() } else { support::root().join(format!("tests/cases/build/{name}/schema")) };
    let project = Project::load(&schema).unwrap_or_else(|faults| panic!("{faults}"));
    let script = project.script();
    let server = &Cluster::shared().server;
    let kind = if change.is_empty() { "whole" } else { "changed" };
    let stage =
        Stage::set(server, &script, &format!("rust-{name}-{kind}")).unwrap_or_else(|setback| panic!("{setback}"));
    stage
        .connect(server.superuser())
        .and_then(|mut admin| admin.run(change))
        .unwrap_or_else(|refusal| panic!("{refusal}"));
    let mut outcome = Outcome::of("rust");
    // Beside the workspace's own members, so that what they need is built once.
    let workshop = Workshop { folder: WORKSPACE.clone() };
    workshop.prove(&stage, &mut outcome).unwrap_or_else(|setback| panic!("{setback}"));
    outcome
}

fn assert_success(output: &Output) {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

/// Runs cargo in the workspace, on some of its packages.
fn cargo(command: &str, packages: &[&str], arguments: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args([command, "--quiet"])
        .args(packages)
        .args(arguments)
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
    let list: Vec<_> = members.keys().map(String::as_str).chain(["driver"]).map(|name| format!("{name:?}")).collect();
    put(&root.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", list.join(", ")))?;
    put(&root.join("Cargo.lock"), include_str!("../src/verify/rust/harness/Cargo.lock"))?;
    put(&root.join("driver/Cargo.toml"), include_str!("rust/driver.toml"))?;
    put(&root.join("driver/src/main.rs"), include_str!("rust/driver.rs"))?;
    for (name, model) in &members {
        write_crate(&root.join(name), name, model)?;
    }
    Ok(root)
}

/// Writes one crate under a name of its own: cases may share theirs, members of a workspace may not.
fn write_crate(folder: &Path, name: &str, model: &Model) -> io::Result<()> {
    let files = target::generate(&Derived::of(model), None).unwrap_or_else(|fault| panic!("{name}: {}", fault.message));
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
