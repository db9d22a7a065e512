//! `crmgen init`: a starting schema.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context as _;
use clap::Args;

use super::answer::{Answer, Stop};
use super::context::Context;
use crate::diagnostic::show::plural;
use crate::source::Sources;

/// Write a starting schema: tenants, users, who belongs where, and a first entity.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen init && crmgen build")]
pub struct Init {}

/// The starting schema: each file's name and text.
static FILES: [(&str, &str); 5] = [
    ("crmgen.schema.json", include_str!("../../schema/crmgen.schema.json")),
    ("crmgen.yaml", include_str!("init/crmgen.yaml")),
    ("traits.yaml", include_str!("init/traits.yaml")),
    ("platform.yaml", include_str!("init/platform.yaml")),
    ("contacts.yaml", include_str!("init/contacts.yaml")),
];

impl Init {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        let folder = context.named_schema().unwrap_or(Path::new("schema"));
        let shown = folder.display();
        if holds_something(folder) {
            let message = format!("`{shown}` is there already, and not empty");
            let help = vec!["name another folder with `--schema DIR`".to_owned()];
            return Err(Stop::Other { message, help });
        }
        write(folder).with_context(|| format!("cannot write `{shown}`"))?;
        let summary = format!("{shown}: {} added; `crmgen build` makes the rest", plural(FILES.len(), "file"));
        if context.is_json() {
            let names: Vec<_> = FILES.iter().map(|(name, _)| format!("{shown}/{name}")).collect();
            let files = serde_json::json!({ "files": { "added": names } });
            return Ok(Answer::clean(context.json((&Sources::default(), &[]), &summary, files)));
        }
        Ok(Answer::clean(context.summary(&summary)))
    }
}

/// Whether the path is anything but an empty folder, or nothing at all.
fn holds_something(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

/// Writes the files beside the folder first, so that a fault leaves none of them.
fn write(folder: &Path) -> io::Result<()> {
    let beside = folder.parent().filter(|beside| !beside.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(beside)?;
    let staged = tempfile::Builder::new().prefix(".crmgen-init-").tempdir_in(beside)?;
    let new = staged.path().join("schema");
    fs::create_dir(&new)?;
    for (name, text) in FILES {
        fs::write(new.join(name), text)?;
    }
    fs::rename(new, folder)
}
