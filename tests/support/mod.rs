//! What the tests share: the case folders, and comparing with golden files.
//!
//! `UPDATE_GOLDEN=1` makes a comparison write what it was given instead of failing. `CASE=name` picks one case.
#![allow(dead_code, reason = "each test binary uses a part of it")]

pub mod cluster;
pub mod course;
pub mod node;
pub mod prisma;
pub mod project;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crmgen::diagnostic::{Diagnostic, show};
use crmgen::model::{Model, Role, RoleName, Roles};
use crmgen::target::Files;

/// One case folder.
pub struct Case {
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
}

impl Case {
    /// The schema folder of the case.
    pub fn schema(&self) -> PathBuf {
        self.folder.join("schema")
    }
}

/// The project's own folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The schema of the CRM itself.
pub fn crm() -> PathBuf {
    root().join("schema")
}

/// Every case of a kind (`build`, `reject`, …), ordered by name.
pub fn cases(kind: &str) -> Vec<Case> {
    let picked = std::env::var("CASE").ok();
    let mut names = names(&root().join("tests/cases").join(kind));
    names.retain(|name| picked.as_ref().is_none_or(|picked| picked == name));
    let case = |name: String| Case { folder: root().join("tests/cases").join(kind).join(&name), name };
    names.into_iter().map(case).collect()
}

/// Runs a test over every case of a kind and fails with all that they complain of.
pub fn for_each(kind: &str, test: impl Fn(&Case) -> Result<(), String>) {
    let cases = cases(kind);
    assert!(!cases.is_empty(), "no case of kind {kind}");
    let complaint = |case: &Case| test(case).err().map(|complaint| format!("--- {kind}/{}\n{complaint}", case.name));
    let complaints: Vec<_> = cases.iter().filter_map(complaint).collect();
    assert!(complaints.is_empty(), "{} of {} cases fail\n{}", complaints.len(), cases.len(), complaints.join("\n"));
}

/// The model of a schema folder, or its faults as they are shown.
pub fn load(schema: &Path) -> Result<Model, String> {
    let loaded = crmgen::load(schema);
    loaded.model.map_err(|faults| show::text(&loaded.sources, &faults, show::Layout::default()))
}

/// The model without what it says of the way to it: what no artifact tells.
pub fn without_history(model: &Model) -> Model {
    let mut model = model.clone();
    let project = &mut model.project;
    project.dropped.clear();
    project.accepted.clear();
    (project.tenancy.column_was, project.tenancy.context.was) = (None, None);
    let roles = Role::ALL.map(|role| RoleName { was: None, ..project.roles.get(role).clone() });
    project.roles = Roles::new(roles);
    for one in &mut model.enums {
        one.replaced.clear();
        one.dropped.clear();
    }
    for entity in &mut model.entities {
        entity.dropped.clear();
        entity.fields.iter_mut().for_each(|field| (field.backfill, field.using) = (None, None));
        entity.checks.iter_mut().for_each(|check| check.was = None);
    }
    model
}

/// Every file of the output, checked, or what is wrong with it.
pub fn generate(model: &Model) -> Result<Files, String> {
    let told = |faults: Vec<Diagnostic>| faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join("\n");
    crmgen::generate(model, root()).map_err(told)
}

/// Every file below a folder, by its path in it; what is not text is shown as replacement characters.
pub fn read_tree(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            files.extend(read_tree(&path).into_iter().map(|(below, text)| (format!("{name}/{below}"), text)));
        } else {
            let bytes = fs::read(&path).expect("a file of a case can be read");
            files.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    files
}

/// Copies every file below a folder, those that exist at the target left alone.
pub fn copy_tree(from: &Path, to: &Path) {
    for (name, text) in read_tree(from) {
        write(&to.join(name), &text);
    }
}

/// Compares a folder with the files it should hold, no more and no fewer.
pub fn golden_folder(folder: &Path, files: &BTreeMap<String, String>) -> Result<(), String> {
    if is_updating() {
        let _ = fs::remove_dir_all(folder);
        files.iter().for_each(|(name, text)| write(&folder.join(name), text));
        return Ok(());
    }
    let kept = read_tree(folder);
    let names: std::collections::BTreeSet<_> = kept.keys().chain(files.keys()).collect();
    let text = |files: &BTreeMap<String, String>, name: &str| files.get(name).cloned().unwrap_or_default();
    let differences = names.iter().filter_map(|name| difference(name, &text(&kept, name), &text(files, name)));
    let differences: Vec<_> = differences.collect();
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
}

/// Compares a file with the text it should hold.
pub fn golden_file(path: &Path, text: &str) -> Result<(), String> {
    if is_updating() {
        write(path, text);
        return Ok(());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    difference(&name, &fs::read_to_string(path).unwrap_or_default(), text).map_or(Ok(()), Err)
}

fn is_updating() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

fn difference(name: &str, old: &str, new: &str) -> Option<String> {
    (old != new).then(|| {
        let diff = similar::TextDiff::from_lines(old, new);
        diff.unified_diff().header(&format!("{name} (kept)"), &format!("{name} (made)")).to_string()
    })
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a golden file lies in a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the golden file can be written");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
