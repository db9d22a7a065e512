//! The generated Prisma schema, judged by Prisma's own engines: they accept it, and their formatter would change nothing.
//!
//! Needs node and npm; without them the tests fail.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crmgen::model::{Model, NameStyle, PrismaTarget};
use crmgen::render::Renderer;
use crmgen::target::Files;
use crmgen::target::prisma::TARGET;

#[test]
fn prisma_accepts_every_schema_as_it_is_laid_out() {
    let mut schemas = Schemas::new();
    for (name, folder) in folders() {
        let model = load(&name, &folder);
        for style in [NameStyle::Seed, NameStyle::Idiomatic] {
            schemas.insert(format!("{name}, {style:?}"), prisma_files(&generate(&model, style)));
        }
    }
    let findings = check(&schemas);
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn a_broken_schema_is_found_out() {
    let files = prisma_files(&generate(&load("crm", &support::crm()), NameStyle::Seed));
    let broken = |file: &str, from: &str, to: &str| {
        let text = &files[file];
        assert!(text.contains(from), "{file} has no `{from}`");
        files.clone().into_iter().chain([(file.to_owned(), text.replacen(from, to, 1))]).collect()
    };
    let schemas = Schemas::from([
        ("no type".to_owned(), broken("leads.prisma", "LeadSource", "Lead_Source")),
        ("no inverse".to_owned(), broken("users.prisma", "  assigned_leads ", "  //signed_leads ")),
        (
            "no unique key".to_owned(),
            broken("leads.prisma", "@@unique([organization_id, id]", "@@index([organization_id, id]"),
        ),
        ("not aligned".to_owned(), broken("leads.prisma", "String ", "String  ")),
    ]);
    let findings = check(&schemas).join("\n");
    for name in schemas.keys() {
        for version in ["6.19", "7.10"] {
            assert!(findings.contains(&format!("{name} ({version}): ")), "{name} passes {version}:\n{findings}");
        }
    }
}

#[test]
fn clients_see_the_relation_and_not_the_key_that_carries_the_tenant() {
    let files = prisma_files(&generate(&load("crm", &support::crm()), NameStyle::Seed));
    let has = |file: &str, line: &str| {
        let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(files[file].lines().any(|own| squeeze(own) == squeeze(line)), "{file} has no line\n{line}");
    };
    has(
        "deals.prisma",
        r#"lead leads? @relation("deals_lead", fields: [lead_id], references: [id], onDelete: SetNull,
           onUpdate: NoAction, map: "deals_lead_id_plain_fkey")"#,
    );
    has(
        "deals.prisma",
        r#"lead_tenant leads? @relation("deals_lead_tenant", fields: [organization_id, lead_id],
           references: [organization_id, id], onDelete: SetNull, onUpdate: NoAction, map: "deals_lead_id_fkey") @ignore"#,
    );
    has("leads.prisma", r#"deals deals[] @relation("deals_lead")"#);
    has("leads.prisma", r#"deals_lead_tenant deals[] @relation("deals_lead_tenant") @ignore"#);
    has("users.prisma", "appointments appointments[]");
    has("users.prisma", r#"assigned_leads leads[] @relation("LeadAssignedTo")"#);
    has(
        "organization_members.prisma",
        r#"leads_assigned_to_tenant leads[] @relation("leads_assigned_to_tenant") @ignore"#,
    );
}

#[test]
fn the_client_extension_type_checks() {
    let folder = installed().join("usage");
    let _ = fs::remove_dir_all(&folder);
    let cases = [
        ("bound", support::crm(), "setting.ts"),
        ("bare", build_case("bind-setting"), "setting.ts"),
        ("claims", build_case("supabase"), "claims.ts"),
    ];
    for (name, schema, usage) in cases {
        let files = generate(&load(name, &schema), NameStyle::Seed);
        write(&folder.join(name).join("tenant.ts"), &files["prisma/tenant.ts"]);
        copy(&format!("usage/{usage}"), &folder.join(name).join("usage.ts"));
    }
    for name in ["client.ts", "tsconfig.json"] {
        copy(&format!("usage/{name}"), &folder.join(name));
    }
    let mut compiler = Command::new("node");
    compiler.arg(installed().join("node_modules/typescript/bin/tsc")).arg("-p").arg(&folder);
    let output = compiler.output().expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// The text of each file, by name, of each schema, by name.
type Schemas = BTreeMap<String, BTreeMap<String, String>>;

/// Every schema there is: the CRM's and the cases'.
fn folders() -> impl Iterator<Item = (String, PathBuf)> {
    let cases = support::cases("build").into_iter().map(|case| (case.name.clone(), case.schema()));
    std::iter::once(("crm".to_owned(), support::crm())).chain(cases)
}

fn build_case(name: &str) -> PathBuf {
    support::root().join("tests/cases/build").join(name).join("schema")
}

fn load(name: &str, schema: &Path) -> Model {
    support::load(schema).unwrap_or_else(|faults| panic!("{name}\n{faults}"))
}

fn generate(model: &Model, names: NameStyle) -> Files {
    let mut model = model.clone();
    model.project.targets.prisma = Some(PrismaTarget { names });
    let renderer = Renderer::new(TARGET.templates, None).expect("the templates compile");
    (TARGET.generate)(&model, &renderer).expect("the templates fit their views")
}

/// The files that are Prisma's, without the folder.
fn prisma_files(files: &Files) -> BTreeMap<String, String> {
    let prisma = files.iter().filter(|(path, _)| path.ends_with(".prisma"));
    prisma.map(|(path, text)| (path.trim_start_matches("prisma/").to_owned(), text.clone())).collect()
}

/// What Prisma's engines find wrong, as `name (version): fault`.
fn check(schemas: &Schemas) -> Vec<String> {
    let mut node = Command::new("node");
    node.arg(installed().join("check.mjs")).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = node.spawn().expect("node runs");
    let mut input = node.stdin.take().expect("node's input is piped");
    input.write_all(serde_json::to_string(schemas).expect("text is JSON").as_bytes()).expect("node reads its input");
    drop(input);
    let output = node.wait_with_output().expect("node ends");
    assert!(output.status.success(), "the check fails");
    String::from_utf8(output.stdout).expect("node prints UTF-8").lines().map(finding).collect()
}

fn finding(line: &str) -> String {
    let finding: BTreeMap<String, String> = serde_json::from_str(line).expect("a finding is JSON");
    format!("{} ({}): {}", finding["name"], finding["version"], finding["fault"])
}

/// The folder that Prisma's engines and the check are installed in: made once, and again when what is to be there changes.
fn installed() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("prisma");
        let stamp = folder.join("installed");
        let lock = fs::read_to_string(source("package-lock.json")).expect("the lock file is there");
        if fs::read_to_string(&stamp).ok().as_ref() != Some(&lock) {
            install(&folder);
            write(&stamp, &lock);
        }
        copy("check.mjs", &folder.join("check.mjs"));
        folder
    })
}

fn install(folder: &Path) {
    for file in [".npmrc", "package.json", "package-lock.json"] {
        copy(file, &folder.join(file));
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder);
    let output = npm.output().expect("npm runs");
    assert!(output.status.success(), "npm ci fails\n{}", String::from_utf8_lossy(&output.stderr));
}

fn source(name: &str) -> PathBuf {
    support::root().join("tests/prisma").join(name)
}

fn copy(name: &str, to: &Path) {
    write(to, &fs::read_to_string(source(name)).expect("the file is there"));
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}
