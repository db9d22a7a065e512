//! The case folders: what each schema makes, and what each wrong one is told.
//!
//! A new case is a new folder: `tests/cases/build/<name>/schema` with what it makes in `expected` (less what the case
//! `minimal` makes to the byte, so that a case shows what it is about), or `tests/cases/reject/<name>/schema` with what is
//! said of it in `stderr.txt`.

mod support;

use std::fs;
use std::path::Path;

use crmgen::diagnostic::show;
use crmgen::target::Files;

use support::{Case, for_each, golden_file, golden_folder, load};

#[test]
fn each_schema_makes_what_is_expected() {
    let minimal = make(&support::root().join("tests/cases/build/minimal/schema")).expect("the case is right");
    for_each("build", |case| {
        let mut files = make(&case.schema())?;
        files.retain(|path, text| case.name == "minimal" || minimal.get(path) != Some(text));
        golden_folder(&case.folder.join("expected"), &files)
    });
}

#[test]
fn each_wrong_schema_is_told_what_is_wrong() {
    for_each("reject", |case| golden_file(&case.folder.join("stderr.txt"), &refusal(case)?));
}

#[test]
fn the_platform_of_the_crm_can_exist_elsewhere() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let schema = folder.path().join("schema");
    support::copy_tree(&support::crm(), &schema);
    let platform = schema.join("platform.yaml");
    let text = fs::read_to_string(&platform).expect("the platform's file");
    let flipped = text.replace("    tenancy: ", "    external: true\n    tenancy: ");
    let flipped = flipped.replace("  customers:\n", "  customers:\n    external: true\n    unique: [[id]]\n");
    fs::write(&platform, flipped).expect("the copy can be written");

    let files = make(&schema).expect("the flipped schema is right");
    let sql = &files["postgres/schema.sql"];
    for table in ["organizations", "users", "organization_members", "customers"] {
        assert!(!sql.contains(&format!("CREATE TABLE public.{table} ")), "{table} is made");
        assert!(sql.contains(&format!("REFERENCES public.{table} ")), "nothing refers to {table}");
    }
    assert!(sql.contains("CREATE TABLE public.leads "));
}

/// Everything a schema makes, checked.
fn make(schema: &Path) -> Result<Files, String> {
    support::generate(&load(schema)?)
}

/// What is said of a wrong schema.
fn refusal(case: &Case) -> Result<String, String> {
    let loaded = crmgen::load(&case.schema());
    match loaded.model {
        Ok(_) => Err("the schema is accepted".into()),
        Err(faults) => Ok(show::text(&loaded.sources, &faults, show::Layout::default())),
    }
}
