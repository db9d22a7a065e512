//! The generated Prisma schema held against real databases: Prisma finds no difference, and its client works in them.
//!
//! Needs node (20.19 or newer, as Prisma's client does), npm and PostgreSQL; without them the tests fail.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crmgen::model::{Model, NameStyle, Role};
use serde_json::{Value, json};

use support::cluster::{Database, SUPERUSER};
use support::node;
use support::prisma::{schema, schemas};
use support::project::Project;

/// Two tenants with a user each.
const TENANTS: &str = "
    INSERT INTO organizations (id, name, slug) VALUES
        ('00000000-0000-0000-0000-00000000000a', 'One', 'one'), ('00000000-0000-0000-0000-00000000000b', 'Other', 'other');
    INSERT INTO users (id, email) VALUES
        ('00000000-0000-0000-0000-0000000000a1', 'a@example.com'), ('00000000-0000-0000-0000-0000000000b1', 'b@example.com');
    INSERT INTO organization_members (organization_id, user_id) VALUES
        ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a1'),
        ('00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-0000000000b1');
";

const STYLES: [NameStyle; 2] = [NameStyle::Seed, NameStyle::Idiomatic];

#[test]
fn prisma_finds_no_difference() {
    let mut databases = BTreeMap::new();
    for (name, folder) in schemas() {
        let (project, database) = made(&name, &folder);
        for style in STYLES {
            databases.insert(format!("{name}, {style:?}"), described(&project.model, style, &database));
        }
    }
    let differences = differences(&databases);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_difference_is_found() {
    let (project, database) = made("changed", &support::crm());
    let changes = [
        ("ALTER TABLE public.leads ADD COLUMN extra text", "DROP COLUMN \"extra\""),
        ("ALTER TABLE public.deals DROP CONSTRAINT deals_lead_id_fkey", "ADD CONSTRAINT \"deals_lead_id_fkey\""),
        ("DROP INDEX public.leads_organization_id_status_idx", "CREATE INDEX \"leads_organization_id_status_idx\""),
        ("ALTER TABLE public.contacts ALTER COLUMN status SET DEFAULT 'INACTIVE'", "SET DEFAULT 'ACTIVE'"),
    ];
    for (change, _) in changes {
        database.run(SUPERUSER, change).expect();
    }
    let described = described(&project.model, NameStyle::Seed, &database);
    let found = differences(&BTreeMap::from([("changed".to_owned(), described)])).concat();
    for (change, back) in changes {
        assert!(found.contains(back), "unnoticed: {change}\n{found}");
    }
}

#[test]
fn clients_act_for_their_tenant() {
    let (project, database) = made("client", &support::crm());
    database.run(SUPERUSER, TENANTS).expect();
    let folder = installed().join("client");
    fs::write(folder.join("tenant.ts"), &project.files["prisma/tenant.ts"]).expect("the file can be written");
    let schema = serde_json::to_string(&schema(&project.model, NameStyle::Seed)).expect("text is JSON");
    node::run(&folder, &["generate.mjs"], &schema);
    node::run(&folder, &["../node_modules/typescript/bin/tsc", "-p", "."], "");
    node::run(&folder, &["compiled/tenant.test.js"], &database.url(project.role(Role::App)));
}

/// A database with everything a schema makes in it.
fn made(name: &str, schema: &Path) -> (Project, Database<'static>) {
    let make = || {
        let project = Project::load(schema)?;
        let database = project.database(&format!("prisma-{name}"))?;
        project.apply(&database)?;
        Ok((project, database))
    };
    make().unwrap_or_else(|fault: String| panic!("{name}\n{fault}"))
}

/// A database and what should describe it, for the check.
fn described(model: &Model, style: NameStyle, database: &Database<'_>) -> Value {
    let of = &model.project.postgres.schema;
    let external = model.entities.iter().filter(|entity| entity.external);
    let external: Vec<_> = external.map(|entity| format!("{of}.{}", entity.name)).collect();
    json!({ "url": database.url(SUPERUSER), "schema": schema(model, style), "external": external })
}

/// What Prisma would change, as `name: SQL`.
fn differences(databases: &BTreeMap<String, Value>) -> Vec<String> {
    let input = serde_json::to_string(databases).expect("text is JSON");
    let said = node::run(installed(), &["drift.mjs"], &input);
    let difference = |line: &str| {
        let said: BTreeMap<String, String> = serde_json::from_str(line).expect("a difference is JSON");
        format!("{}: {}", said["name"], said["change"])
    };
    said.lines().map(difference).collect()
}

fn installed() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| node::installed("prisma_database"))
}
