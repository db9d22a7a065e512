//! The generated Prisma schema, judged by Prisma's own engines: they accept it, and their formatter would change nothing.
//!
//! Needs node (18 or newer) and npm; without them the tests fail.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crmgen::model::{Model, NameStyle};
use crmgen::verify::prisma::schema::Schema;

use support::node;
use support::prisma::{generate, schema, schemas};

#[test]
fn prisma_accepts_every_schema_as_it_is_laid_out() {
    let mut all = Schemas::new();
    for (name, folder) in schemas() {
        let model = load(&name, &folder);
        for style in [NameStyle::Seed, NameStyle::Idiomatic] {
            all.insert(format!("{name}, {style:?}"), schema(&model, style));
        }
    }
    let findings = check(&all);
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn a_broken_schema_is_found_out() {
    let files = schema(&load("crm", &support::crm()), NameStyle::Seed);
    let broken = |file: &str, from: &str, to: &str| {
        let text = &files[file];
        assert!(text.contains(from), "{file} has no `{from}`");
        files.clone().into_iter().chain([(file.to_owned(), text.replacen(from, to, 1))]).collect()
    };
    let broken = Schemas::from([
        ("no type".to_owned(), broken("leads.prisma", "LeadSource", "Lead_Source")),
        ("no inverse".to_owned(), broken("users.prisma", "  assigned_leads ", "  //signed_leads ")),
        (
            "no unique key".to_owned(),
            broken("leads.prisma", "@@unique([organization_id, id]", "@@index([organization_id, id]"),
        ),
        ("not aligned".to_owned(), broken("leads.prisma", "String ", "String  ")),
    ]);
    let findings = check(&broken).join("\n");
    for name in broken.keys() {
        for version in ["6.19", "7.10"] {
            assert!(findings.contains(&format!("{name} ({version}): ")), "{name} passes {version}:\n{findings}");
        }
    }
}

#[test]
fn clients_see_the_relation_and_not_the_key_that_carries_the_tenant() {
    let files = schema(&load("crm", &support::crm()), NameStyle::Seed);
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
    let usage = installed().join("usage");
    for (name, schema) in [("setting", support::crm()), ("claims", build_case("supabase"))] {
        let files = generate(&load(name, &schema), NameStyle::Seed);
        fs::write(usage.join(name).join("tenant.ts"), &files["prisma/tenant.ts"]).expect("the file can be written");
    }
    node::run(installed(), &["node_modules/typescript/bin/tsc", "-p", "usage"], "");
}

/// Schemas by name.
type Schemas = BTreeMap<String, Schema>;

fn build_case(name: &str) -> PathBuf {
    support::root().join("tests/cases/build").join(name).join("schema")
}

fn load(name: &str, schema: &Path) -> Model {
    support::load(schema).unwrap_or_else(|faults| panic!("{name}\n{faults}"))
}

/// What Prisma's engines find wrong, as `name (version): fault`.
fn check(schemas: &Schemas) -> Vec<String> {
    let input = serde_json::to_string(schemas).expect("text is JSON");
    node::run(installed(), &["check.mjs"], &input).lines().map(finding).collect()
}

fn finding(line: &str) -> String {
    let finding: BTreeMap<String, String> = serde_json::from_str(line).expect("a finding is JSON");
    format!("{} ({}): {}", finding["name"], finding["version"], finding["fault"])
}

fn installed() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| node::installed("prisma"))
}
