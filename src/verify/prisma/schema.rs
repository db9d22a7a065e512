//! The Prisma schema of a model in either style, as an application has it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::derived::Derived;
use crate::model::{Model, NameStyle, PrismaTarget, Targets};
use crate::target::{self, Files};
use crate::verify::Script;
use crate::verify::proof::Failure;

/// The text of each file, by its name.
pub type Schema = BTreeMap<String, String>;

/// Both styles, with their names.
pub const STYLES: [(NameStyle, &str); 2] =
    [(NameStyle::Seed, "names: seed"), (NameStyle::Idiomatic, "names: idiomatic")];

/// What is made for Prisma in a style: what the project has; for the style that it has not, what it would have without
/// templates of its own.
///
/// # Errors
/// That it cannot be made.
pub fn files<'s>(script: &'s Script<'_>, style: NameStyle) -> Result<Cow<'s, Files>, Failure> {
    let has = script.model.project.targets.prisma.is_some_and(|target| target.names == style);
    if has { Ok(Cow::Borrowed(&script.files)) } else { make(&script.model, style).map(Cow::Owned) }
}

/// The schema in a style, with the part that is the application's own.
///
/// # Errors
/// As [`files`].
pub fn of(script: &Script<'_>, style: NameStyle) -> Result<Schema, Failure> {
    Ok(whole(&script.model, &*files(script, style)?))
}

/// What would be made for Prisma in a style.
///
/// # Errors
/// That it cannot be made.
pub fn make(model: &Model, names: NameStyle) -> Result<Files, Failure> {
    let mut model = model.clone();
    model.project.targets =
        Targets { postgres: false, tests: false, prisma: Some(PrismaTarget { names }), rust: None, templates: None };
    target::generate(&Derived::of(&model), None).map_err(|fault| Failure::new(fault.message))
}

/// The schema among files, with the part that is the application's own.
#[must_use]
pub fn whole(model: &Model, files: &Files) -> Schema {
    let prisma = files.iter().filter(|(path, _)| path.ends_with(".prisma"));
    let named = prisma.map(|(path, text)| (path.trim_start_matches("prisma/").to_owned(), text.clone()));
    named.chain([("datasource.prisma".to_owned(), datasource(model))]).collect()
}

fn datasource(model: &Model) -> String {
    let schema = model.project.postgres.schema.as_str();
    // JSON's strings are Prisma's too.
    let schemas =
        if schema == "public" { String::new() } else { format!("  schemas  = [{}]\n", serde_json::json!(schema)) };
    format!("datasource db {{\n  provider = \"postgresql\"\n{schemas}}}\n")
}
