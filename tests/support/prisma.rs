//! The Prisma schema of a model, as an application has it.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use crmgen::model::{Model, NameStyle, PrismaTarget};
use crmgen::render::Renderer;
use crmgen::target::Files;
use crmgen::target::prisma::TARGET;

/// The text of each file, by its name.
pub type Schema = BTreeMap<String, String>;

/// Every schema there is, by name: the CRM's and the cases'.
pub fn schemas() -> impl Iterator<Item = (String, PathBuf)> {
    let cases = super::cases("build").into_iter().map(|case| (case.name.clone(), case.schema()));
    std::iter::once(("crm".to_owned(), super::crm())).chain(cases)
}

/// What the target makes, in that style.
pub fn generate(model: &Model, names: NameStyle) -> Files {
    let mut model = model.clone();
    model.project.targets.prisma = Some(PrismaTarget { names });
    let renderer = Renderer::new(TARGET.templates, None).expect("the templates compile");
    (TARGET.generate)(&model, &renderer).expect("the templates fit their views")
}

/// The generated schema with the part that is the application's own.
pub fn schema(model: &Model, names: NameStyle) -> Schema {
    let files = generate(model, names);
    let prisma = files.into_iter().filter(|(path, _)| path.ends_with(".prisma"));
    let named = prisma.map(|(path, text)| (path.trim_start_matches("prisma/").to_owned(), text));
    named.chain([("datasource.prisma".to_owned(), datasource(model))]).collect()
}

fn datasource(model: &Model) -> String {
    let schema = model.project.postgres.schema.as_str();
    // JSON's strings are Prisma's too.
    let schemas =
        if schema == "public" { String::new() } else { format!("  schemas  = [{}]\n", serde_json::json!(schema)) };
    format!("datasource db {{\n  provider = \"postgresql\"\n{schemas}}}\n")
}
